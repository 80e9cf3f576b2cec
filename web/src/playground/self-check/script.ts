import type { DialectName, Settings } from '../connection/settings.js';
import type { Player } from './player.js';

/** Somebody with an account on this server. */
export interface TestPerson {
  readonly id: string;
  readonly username: string;
  readonly token: string;
}

/** What a script plays on. */
export interface Stage {
  /** Two people who are nobody else, made for this dialect's check. */
  readonly people: () => Promise<readonly [ana: TestPerson, ben: TestPerson]>;
  /** Somebody comes with a connection of their own, in this script's dialect. */
  readonly enter: (name: string, settings?: Partial<Settings>) => Player;
  /** A name, key or text that nobody has used before. */
  readonly fresh: (stem: string) => string;
}

export interface Step {
  readonly title: string;
  /** Waits for what has to come; whatever it throws makes the step red. */
  readonly play: () => Promise<void>;
}

/** A short script of one dialect. Its steps follow each other: what comes after a red one is not played. */
export interface SelfCheck {
  readonly dialect: DialectName;
  /** What one has to know to read its result. */
  readonly remark?: string;
  readonly steps: (stage: Stage) => readonly Step[];
}
