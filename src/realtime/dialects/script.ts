import type { AnswerOf, CommandName, PayloadOf } from '../../protocol/index.js';

/** What a client is sent: an event and its one argument, or, on a raw socket, one JSON object made of the two. */
export interface Frame {
  readonly event: string;
  readonly data: object | readonly unknown[];
}

/** A step of a script: have a canonical command carried out, or say something to the client. */
export type Step =
  | { readonly kind: 'ask'; readonly command: CommandName; readonly payload: unknown }
  | { readonly kind: 'say'; readonly frame: Frame };

/**
 * What one old frame means, told in canonical commands. It only describes: whoever runs it carries the steps out one
 * after the other and throws the `AppError` of a refused command into it. What it returns answers an acknowledgement.
 */
export type Script<T = unknown> = Generator<Step, T, unknown>;

/** Has the command carried out and gives its answer. */
export function* ask<C extends CommandName>(command: C, payload: PayloadOf<C>): Script<AnswerOf<C>> {
  return (yield { kind: 'ask', command, payload }) as AnswerOf<C>;
}

/** Sends the client a frame, before anything that the next steps cause. */
export function* say(frame: Frame): Script<void> {
  yield { kind: 'say', frame };
}

export function frame(event: string, data: Frame['data']): Frame {
  return { event, data };
}
