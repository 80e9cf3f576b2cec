export type EndReason = 'cancelled' | 'declined' | 'completed' | 'busy';

/** One call, as it must be. */
export interface CallState {
  readonly id: string;
  readonly caller: string;
  readonly callee: string;
  state: 'ringing' | 'connecting' | 'ended';
  endReason: EndReason | null;
}

/** All calls of a few people, each of whom is in one at a time. */
export class CallsState {
  readonly calls: CallState[] = [];

  /** @param devices whose each of the devices is, by its place */
  constructor(
    readonly people: readonly string[],
    readonly devices: readonly string[],
  ) {}

  liveOf(person: string): CallState | undefined {
    return this.calls.find((call) => call.state !== 'ended' && partyOf(call, person));
  }

  between(one: string, other: string): CallState | undefined {
    const live = this.liveOf(one);
    return live !== undefined && partyOf(live, other) ? live : undefined;
  }

  /** Why the person can't call that one; undefined: they can. */
  refusalOf(caller: string, callee: string): 'CALL_CROSSED' | 'LIMIT_REACHED' | undefined {
    const between = this.between(caller, callee);
    if (between?.state === 'ringing' && between.callee === caller) return 'CALL_CROSSED';
    return this.liveOf(caller) === undefined ? undefined : 'LIMIT_REACHED';
  }
}

export function partyOf({ caller, callee }: CallState, person: string): boolean {
  return caller === person || callee === person;
}

export function end(call: CallState, reason: EndReason): void {
  Object.assign(call, { state: 'ended', endReason: reason });
}
