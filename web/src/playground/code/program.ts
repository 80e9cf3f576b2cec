import type { Settings } from '../connection/settings.js';

/** Something that the program sends. */
export interface Sending {
  readonly event: string;
  readonly payload: unknown;
  /** Whether it wants an answer. */
  readonly ask: boolean;
  /** On a plain WebSocket: the whole frame. */
  readonly text: string;
}

/** What a program does: it connects, sends these in their order, and prints whatever comes. */
export interface Program {
  readonly server: string;
  readonly settings: Settings;
  readonly sendings: readonly Sending[];
}

export const LANGUAGES = ['javascript', 'dart', 'python'] as const;
export type Language = (typeof LANGUAGES)[number];
