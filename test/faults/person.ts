import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../support/inbox.js';
import type { Endpoint } from '../support/raw-client.js';
import { appToken, newId } from '../support/tokens.js';
import type { Moment, PersonLog, Stay, Told } from './log.js';

/** A node as clients find it. */
export interface Place extends Endpoint {
  readonly name: string;
}

/** A connection in its room. */
export interface Visit {
  readonly stay: Stay;
  readonly ended: Promise<void>;
  close(): void;
}

const COME_BACK_MS = 100;

/** Somebody in one room, who comes back on the next node whenever the connection is lost, and writes everything down. */
export abstract class Person<V extends Visit> {
  abstract readonly log: PersonLog;
  protected readonly name: string;
  readonly token: string;
  protected isOver = false;
  private visit: V | undefined;
  private arrivals: ((visit: V) => void)[] = [];
  private life: Promise<void> | undefined;

  /** @param home the index of the node it comes to first */
  constructor(
    readonly room: string,
    private readonly places: readonly Place[],
    private readonly home: number,
    dialect: string,
  ) {
    this.name = newId(dialect);
    this.token = appToken({ sub: this.name, name: dialect });
  }

  /** How many answers it waits for. */
  abstract get waiting(): number;
  /** Says something new, and resolves when what became of it is known, or it is over. */
  abstract say(text: string): Promise<void>;
  /** Asks for whatever it has not heard. */
  abstract catchUp(): Promise<void>;

  /** Comes, and resolves when it is there. */
  async come(): Promise<void> {
    this.life ??= this.live();
    await this.here();
  }

  get isDone(): boolean {
    return this.waiting === 0;
  }

  get isHere(): boolean {
    return this.visit !== undefined;
  }

  async go(): Promise<void> {
    this.isOver = true;
    this.visit?.close();
    await this.life;
  }

  /** The connection, as soon as it is in the room. */
  protected here(): Promise<V> {
    if (this.visit !== undefined) return Promise.resolve(this.visit);
    return new Promise((resolve) => this.arrivals.push(resolve));
  }

  /** Connects and joins. */
  protected abstract enter(place: Place, stay: Stay): Promise<V>;

  private async live(): Promise<void> {
    for (let failures = 0; !this.isOver;) {
      const place = this.places[(this.home + failures) % this.places.length]!;
      const stay: Stay = { node: place.name, moments: [] };
      this.log.stays.push(stay);
      try {
        failures += 1;
        const visit = await this.enter(place, stay);
        failures = 0;
        this.visit = visit;
        for (const arrive of this.arrivals.splice(0)) arrive(visit);
        if (this.isGone()) visit.close();
        await visit.ended;
      } catch (error) {
        // The node is away, or can't let anybody in right now: the next one may.
        stay.refusal = String(error);
      }
      this.visit = undefined;
      stay.endedAt = Date.now();
      await delay(COME_BACK_MS * (1 + Math.random()));
    }
  }

  private isGone(): boolean {
    return this.isOver;
  }
}

/** A message as a dialect shows it, under our name for the room. */
export function told(room: string, { id, seq }: JsonObject, text: unknown): Told {
  return { room, id: id as string, seq: seq as number, text: text as string };
}

export function note(stay: Stay, room: string, kind: 'asks to join' | 'joined' | 'asks to leave' | 'left'): void {
  stay.moments.push({ kind, room, at: Date.now() });
}

export function noteLive(stay: Stay, message: Told): void {
  const moment: Moment = { kind: 'live', message, at: Date.now() };
  stay.moments.push(moment);
}
