import type { HelpState } from '../../protocol/index.js';

/**
 * What can happen to a request. `offer`: somebody is asked. `withdraw`: nobody is asked any more. `refuse`: everybody who was asked
 * said no. `requeue`: the mentor is gone.
 */
export const HELP_EVENTS = ['offer', 'withdraw', 'refuse', 'accept', 'requeue', 'resolve', 'cancel', 'expire'] as const;
export type HelpEvent = (typeof HELP_EVENTS)[number];

/** What becomes of a request in that state when that happens; what is not here can't happen. */
const TRANSITIONS: Readonly<Record<HelpState, Readonly<Partial<Record<HelpEvent, HelpState>>>>> = {
  waiting: { offer: 'offered', cancel: 'cancelled', expire: 'expired' },
  offered: {
    offer: 'offered',
    withdraw: 'waiting',
    refuse: 'declined',
    accept: 'active',
    cancel: 'cancelled',
    expire: 'expired',
  },
  active: { requeue: 'waiting', resolve: 'resolved', cancel: 'cancelled' },
  resolved: {},
  cancelled: {},
  expired: {},
  declined: {},
};

/** The next state; undefined where that can't happen now. */
export function afterEvent(state: HelpState, event: HelpEvent): HelpState | undefined {
  return TRANSITIONS[state][event];
}

/** Whether nothing can happen to it any more. */
export function isOver(state: HelpState): boolean {
  return Object.keys(TRANSITIONS[state]).length === 0;
}

/** Whether it stands in the queue. */
export function isQueued(state: HelpState): boolean {
  return state === 'waiting' || state === 'offered';
}
