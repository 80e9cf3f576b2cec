import type { CallDetails } from '@lyceum/client';

/** What became of a call, as the one sees it whose history it stands in. */
export type Outcome =
  'underWay' | 'talked' | 'missed' | 'declined' | 'refused' | 'unanswered' | 'cancelled' | 'busy' | 'unreachable' | 'failed';

export type Direction = 'incoming' | 'outgoing';

export function directionOf({ caller }: Pick<CallDetails, 'caller'>, meId: string | undefined): Direction {
  return caller.id === meId ? 'outgoing' : 'incoming';
}

export function outcomeOf(
  call: Pick<CallDetails, 'caller' | 'state' | 'acceptedAt' | 'endReason'>,
  meId: string | undefined,
): Outcome {
  const { state, acceptedAt, endReason } = call;
  if (state !== 'ended') return 'underWay';
  if (acceptedAt !== null) return 'talked';
  if (directionOf(call, meId) === 'incoming') return endReason === 'declined' ? 'declined' : 'missed';
  switch (endReason) {
    case 'declined':
      return 'refused';
    case 'no_answer':
      return 'unanswered';
    case 'completed':
    case 'cancelled':
      return 'cancelled';
    case 'busy':
    case 'unreachable':
      return endReason;
    case 'answered_elsewhere':
    case 'connection_lost':
    case 'failed':
    case null:
      return 'failed';
  }
}
