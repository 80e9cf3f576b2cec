import type { Standing } from './admission.repository.js';

/** Seconds after which those who may answer hear again of somebody who goes on knocking. */
const KNOCK_AGAIN = 30;
/** Seconds after which an invited person hears of the same invitation again. */
const INVITE_AGAIN = 60;
/** Seconds for which somebody who was turned away need not knock. */
export const DENIED_SECONDS = 300;

/** A guest is let in by the name they knocked by: under another one they would be somebody whom nobody let in. */
export function isLetIn(standing: Standing | undefined, name: string): boolean {
  return standing?.state === 'invited' && (!standing.guest || standing.name === name);
}

export function isTurnedAway(standing: Standing | undefined): boolean {
  return standing?.state === 'denied' && standing.age < DENIED_SECONDS;
}

export function isWorthANewKnock(standing: Standing): boolean {
  return standing.sinceTold >= KNOCK_AGAIN;
}

/** Whether an invitation is news to the invited. */
export function isNewsToInvited(standing: Standing | undefined): boolean {
  return standing?.state !== 'invited' || standing.sinceTold >= INVITE_AGAIN;
}
