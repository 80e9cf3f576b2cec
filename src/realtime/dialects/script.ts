import type { AnswerOf, CommandName, PayloadOf } from '../../protocol/index.js';

/** What a client is sent: an event and its one argument, or, on a raw socket, one JSON object made of the two. */
export interface Frame {
  readonly event: string;
  readonly data: object | readonly unknown[];
}

/** What becomes of a fact: a frame, several in this order, or null where it can't be expressed. */
export type Said = Frame | readonly Frame[] | null;

/**
 * A step of a script: have a canonical command carried out, say something to the client, or wait until it has read most of what was
 * said. A command that only looks counts against no rate: what it looks for does.
 */
export type Step =
  | { readonly kind: 'ask'; readonly command: CommandName; readonly payload: unknown; readonly looks?: true }
  | { readonly kind: 'say'; readonly frame: Frame }
  | { readonly kind: 'settle' };

/**
 * What one old frame means, told in canonical commands. It only describes: whoever runs it carries the steps out one
 * after the other and throws the `AppError` of a refused command into it. What it returns answers an acknowledgement.
 */
export type Script<T = unknown> = Generator<Step, T, unknown>;

/** Has the command carried out and gives its answer. */
export function* ask<C extends CommandName>(command: C, payload: PayloadOf<C>): Script<AnswerOf<C>> {
  return (yield { kind: 'ask', command, payload }) as AnswerOf<C>;
}

/** As `ask`, for what has to be known before that is done which the client asked for. */
export function* look<C extends CommandName>(command: C, payload: PayloadOf<C>): Script<AnswerOf<C>> {
  return (yield { kind: 'ask', command, payload, looks: true }) as AnswerOf<C>;
}

/** Waits until the client has read most of what it was sent; ends the script where it doesn't. */
export function* settle(): Script<void> {
  yield { kind: 'settle' };
}

/** Sends the client a frame, before anything that the next steps cause. */
export function* say(frame: Frame): Script<void> {
  yield { kind: 'say', frame };
}

export function frame(event: string, data: Frame['data']): Frame {
  return { event, data };
}

export function framesOf(said: Said): readonly Frame[] {
  if (said === null) return [];
  return 'event' in said ? [said] : said;
}
