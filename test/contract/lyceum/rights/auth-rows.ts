import jwt from 'jsonwebtoken';
import { call } from '../../../support/http-client.js';
import { ACCOUNTS, type Cells } from './kinds.js';
import { nothing, type Row } from './row.js';
import type { Scene } from './scene.js';

/** Nobody's own: as if it were not there, whoever asks. */
const NOBODYS: Cells = Object.fromEntries(
  Object.entries(ACCOUNTS).map(([kind, cell]) => [kind, cell === 'ok' ? 'NOT_FOUND' : cell]),
) as Cells;

/** A second login of a person; the id of its session. */
async function secondSession(
  { gateway }: Scene,
  { username, password }: { username: string; password: string },
): Promise<string> {
  const { body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
  return (jwt.decode(body.token as string) as { sid: string }).sid;
}

export const AUTH: readonly Row[] = [
  { command: 'auth:me', cells: ACCOUNTS, setting: 'none', payload: nothing },
  { command: 'auth:refresh', cells: ACCOUNTS, setting: 'none', payload: ({ actor }) => ({ token: actor.token }) },
  { command: 'auth:sessions', cells: ACCOUNTS, setting: 'none', payload: nothing },
  {
    command: 'auth:revoke',
    of: 'another session of one’s own',
    cells: ACCOUNTS,
    setting: 'none',
    payload: async (scene) => ({ sid: await secondSession(scene, scene.actor) }),
  },
  {
    command: 'auth:revoke',
    of: 'somebody else’s session',
    cells: NOBODYS,
    setting: 'none',
    payload: ({ cast }) => ({ sid: (jwt.decode(cast.target.token) as { sid: string }).sid }),
  },
  { command: 'presence:online', cells: ACCOUNTS, setting: 'none', payload: nothing },
  { command: 'presence:set', cells: ACCOUNTS, setting: 'none', payload: () => ({ state: 'online' }) },
  {
    command: 'presence:watch',
    of: 'a stranger',
    cells: ACCOUNTS,
    setting: 'none',
    payload: ({ cast }) => ({ users: [cast.target.id] }),
  },
  { command: 'presence:unwatch', cells: ACCOUNTS, setting: 'none', payload: ({ cast }) => ({ users: [cast.target.id] }) },
];
