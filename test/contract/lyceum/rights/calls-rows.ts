import type { JsonObject } from '../../../support/inbox.js';
import { hangUpAll, lastingCall, othersCall, ringingCall, type SceneCall } from './calls.js';
import { ACCOUNTS, WRITERS, type Cells, type Kind, KINDS } from './kinds.js';
import { here, nothing, type Row } from './row.js';
import { ask, type Scene } from './scene.js';

type Find = (scene: Scene) => Promise<SceneCall>;

const named =
  (find: Find, more: JsonObject = {}) =>
  async (scene: Scene): Promise<JsonObject> => ({ callId: (await find(scene)).callId, ...more });
/** Calls are two people's own: whatever somebody is, those of others are none to them. */
export const NOBODY: Cells = {
  ...(Object.fromEntries(KINDS.map((kind) => [kind, 'CALL_NOT_FOUND'])) as Record<Kind, 'CALL_NOT_FOUND'>),
  guest: 'unreachable',
};
/** Whoever may be heard in the room, and is in it. */
const CALLERS: Cells = { ...WRITERS, banned: 'BANNED' };
const SIGNAL = { type: 'candidate', data: { candidate: 'candidate:1' } };
const STATS = { stats: { roundTripMs: 20 } };
const outgoing: Find = (scene) => ringingCall(scene, 'outgoing');

/** The target has called the room. */
async function roomCall(scene: Scene): Promise<JsonObject> {
  await hangUpAll(scene);
  const { id } = await ask(scene.cast.target, 'calls:start', { ...here(scene), kind: 'audio' });
  return { callId: id };
}

export const CALLS: readonly Row[] = [
  {
    command: 'calls:start',
    of: 'to a person',
    cells: ACCOUNTS,
    payload: async (scene) => {
      await hangUpAll(scene);
      return { to: { id: scene.cast.target.id }, kind: 'audio' };
    },
  },
  {
    command: 'calls:start',
    of: 'to a room',
    cells: CALLERS,
    payload: async (scene) => {
      await hangUpAll(scene);
      return { ...here(scene), kind: 'audio' };
    },
  },
  { command: 'calls:accept', of: 'one’s own', cells: ACCOUNTS, setting: 'none', payload: named(ringingCall) },
  { command: 'calls:accept', of: 'others’', cells: NOBODY, setting: 'none', payload: named(othersCall) },
  { command: 'calls:accept', of: 'a room’s', cells: CALLERS, payload: roomCall },
  { command: 'calls:reject', of: 'one’s own', cells: ACCOUNTS, setting: 'none', payload: named(ringingCall) },
  { command: 'calls:reject', of: 'others’', cells: NOBODY, setting: 'none', payload: named(othersCall) },
  { command: 'calls:cancel', of: 'one’s own', cells: ACCOUNTS, setting: 'none', payload: named(outgoing) },
  { command: 'calls:cancel', of: 'others’', cells: NOBODY, setting: 'none', payload: named(othersCall) },
  { command: 'calls:end', of: 'one’s own', cells: ACCOUNTS, setting: 'none', payload: named(lastingCall) },
  { command: 'calls:end', of: 'others’', cells: NOBODY, setting: 'none', payload: named(othersCall) },
  { command: 'calls:signal', of: 'in one’s own', cells: ACCOUNTS, setting: 'none', payload: named(lastingCall, SIGNAL) },
  { command: 'calls:signal', of: 'in others’', cells: NOBODY, setting: 'none', payload: named(othersCall, SIGNAL) },
  { command: 'calls:current', cells: ACCOUNTS, setting: 'none', payload: nothing },
  { command: 'calls:history', cells: ACCOUNTS, setting: 'none', payload: nothing },
  { command: 'calls:stats', of: 'of one’s own', cells: ACCOUNTS, setting: 'none', payload: named(lastingCall, STATS) },
  { command: 'calls:stats', of: 'of others’', cells: NOBODY, setting: 'none', payload: named(othersCall, STATS) },
];
