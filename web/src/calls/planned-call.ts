import { Cell, type CallKind, type RoomTarget, type Store, type UserTarget } from '@lyceum/client';

/** A call that somebody is about to make: they look at themselves first. */
export interface CallPlan {
  /** Exactly one of `to` and `room`. */
  readonly to?: UserTarget;
  readonly room?: RoomTarget;
  readonly kind: CallKind;
  /** Whom or what is called. */
  readonly name: string;
  /** A call is under way there already. */
  readonly isJoining?: boolean;
}

const planned = new Cell<CallPlan | undefined>(undefined);

/** Shown on every page; see `CallLayer`. */
export const plannedCall: Store<CallPlan | undefined> = planned;

/** Begins a call, from anywhere. */
export function planCall(plan: CallPlan): void {
  planned.set(plan);
}

export function dropPlan(): void {
  planned.set(undefined);
}
