import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from './sweeping.js';

const SWEEP_MS = 60_000;
/** Statements of one sweep for each thing: it has to be done in time, however much has gathered. */
const STATEMENTS = 20;

/** Removes so many rows at most; gives how many. */
type Removal = (atMost: number) => Promise<number>;

/** Forgets again and again what nobody needs any more. On every node: those that do so at once take different rows, or find none. */
export abstract class OldRows implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeping: Sweeping;

  /**
   * @param what Is old, for the log.
   * @param atMost Rows of one statement, so that it holds nobody up.
   */
  constructor(
    what: string,
    private readonly atMost: number,
    private readonly removals: readonly Removal[],
  ) {
    const logger = new Logger('OldRows');
    this.sweeping = new Sweeping(
      () => this.sweep(),
      SWEEP_MS,
      (error) => {
        logger.warn({ err: error }, `Old ${what} could not be removed now; the next sweep will`);
      },
    );
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    for (const remove of this.removals) {
      for (let statements = 0; statements < STATEMENTS; statements += 1) {
        if ((await remove(this.atMost)) < this.atMost) break;
      }
    }
  }
}
