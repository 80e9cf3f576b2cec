/**
 * `refused`: the address is none that this gateway sends to, and trying again changes nothing as long as the URL and its name's
 * records stay. `unreachable`: no answer came, of the name servers or of the server. `timeout`: none came in time.
 */
export type EgressFailure = 'refused' | 'unreachable' | 'timeout';

/** Why nothing was sent, or no answer came. The message is for administrators; it holds nothing of an answer's content. */
export class EgressError extends Error {
  constructor(
    readonly failure: EgressFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'EgressError';
  }
}
