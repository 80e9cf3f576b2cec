import type { CallSnapshot } from '@lyceum/client';
import { calls as said } from '../strings/calls.js';

type Told = Pick<CallSnapshot, 'isRoomCall' | 'peers' | 'caller' | 'state' | 'offline' | 'endReason' | 'endedBy' | 'acceptedAt'>;

/** Whom one talks with. */
export function partnerOf({ isRoomCall, peers, caller }: Pick<Told, 'isRoomCall' | 'peers' | 'caller'>): string {
  const names = peers.map(({ user }) => user.name);
  if (isRoomCall) return names.length === 0 ? said.roomCall : said.names(names);
  return names[0] ?? caller.name;
}

/** It rings at somebody's. */
export function isCalling({ state, isRoomCall }: Pick<Told, 'state' | 'isRoomCall'>): boolean {
  return state === 'ringing' && !isRoomCall;
}

/** How the call is, in plain words. What counts seconds is not in it: screen readers are told each change of it. */
export function stateOf(call: Told): string {
  const { state, offline, peers, isRoomCall } = call;
  if (state === 'ended') return endOf(call);
  if (offline) return said.state.offline;
  // Nobody is rung for in a room.
  if (isRoomCall && peers.length === 0) return said.state.alone;
  if (isCalling(call)) return said.state.ringing(partnerOf(call));
  const away = peers.find((peer) => peer.state === 'reconnecting');
  if (away !== undefined) return said.state.peerAway(away.user.name);
  if (peers.some(({ connection }) => connection === 'restoring')) return said.state.restoring;
  return state === 'active' ? said.state.active : said.state.connecting;
}

/** Why it is over. */
function endOf(call: Told): string {
  const { endReason, endedBy, peers } = call;
  const name = partnerOf(call);
  const { ended } = said;
  switch (endReason) {
    case 'completed':
      return peers.some(({ user }) => user.id === endedBy?.id) ? ended.completedBy(name) : ended.completed;
    case 'declined':
    case 'no_answer':
    case 'busy':
    case 'unreachable':
      return ended[endReason](name);
    case 'cancelled':
    case 'answered_elsewhere':
    case 'connection_lost':
    case 'failed':
      return ended[endReason];
    case null:
      return ended.completed;
  }
}

/** `3:05`, `1:02:03` */
export function lengthOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
