import { Injectable } from '@nestjs/common';
import type { Seat } from './seat.js';

interface Absence {
  readonly comes: Promise<void>;
  /** Stops waiting. */
  forget(): void;
}

/** Lets one wait for the moment in which nobody sits in a seat any more. */
@Injectable()
export class Absences {
  private readonly waiting = new Map<Seat, Set<() => void>>();

  of(seat: Seat): Absence {
    let tell: () => void = () => undefined;
    const comes = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const waiting = this.waiting.get(seat) ?? new Set();
    this.waiting.set(seat, waiting.add(tell));
    const forget = (): void => {
      waiting.delete(tell);
      if (waiting.size === 0) this.waiting.delete(seat);
    };
    return { comes, forget };
  }

  tell(seat: Seat): void {
    for (const tell of this.waiting.get(seat) ?? []) tell();
  }
}
