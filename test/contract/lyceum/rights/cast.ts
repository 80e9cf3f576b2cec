import { newUsername } from '../../../support/accounts.js';
import { call } from '../../../support/http-client.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { connectLyceum } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import type { Kind } from './kinds.js';

/** The admin's name, which a gateway must be started with. */
export const CHIEF = newUsername('chief');

/** Limits that a few hundred scenes with the same dozen people would run into. */
export const STAGE_ENV = {
  ADMIN_USERNAMES: CHIEF,
  MAX_JOINED_ROOMS: '10000',
  RATE_COMMANDS_PER_SECOND: '100000',
  RATE_SEND_PER_SECOND: '100000',
  RATE_SEND_BURST: '100000',
  RATE_JOIN_PER_SECOND: '100000',
  RATE_TYPING_PER_SECOND: '100000',
  RATE_CREATE_PER_HOUR: '100000',
  RATE_HELP_PER_HOUR: '100000',
  RATE_READ_PER_SECOND: '100000',
  RATE_SEARCH_PER_SECOND: '100000',
  RATE_MANAGE_PER_SECOND: '100000',
  RATE_CALL_PER_MINUTE: '100000',
  RATE_SIGNAL_PER_SECOND: '100000',
  RATE_REGISTRATIONS_PER_HOUR: '100000',
  FAILED_CODES_PER_ADDRESS: '100000',
  FAILED_CODES_PER_USER: '100000',
  FAILED_CODES_GLOBAL: '100000',
  // Only its key is used: nobody goes there.
  LIVEKIT_URL: 'ws://127.0.0.1:9',
  LIVEKIT_API_KEY: 'APIkey',
  LIVEKIT_API_SECRET: 'what LiveKit and the gateway know',
} as const;

/** Everybody who plays a part, each with a connection that stays; made once. */
export interface Cast {
  readonly actors: Readonly<Record<Exclude<Kind, 'guest'>, Person>>;
  /** Owns the room where the actor does not. */
  readonly host: Person;
  /** A plain member, whom commands are about. */
  readonly target: Person;
  /** Never in the room; knocks, is invited. */
  readonly visitor: Person;
  /** Whom people block. */
  readonly bystander: Person;
}

export async function assemble(gateway: Endpoint): Promise<Cast> {
  const person = (stem: string) => newPerson(gateway, 'websocket', stem);
  const admin = await newAdmin(gateway);
  const mentor = await newMentor(gateway, admin);
  return {
    actors: {
      stranger: await person('stranger'),
      member: await person('member'),
      muted: await person('muted'),
      kicked: await person('kicked'),
      banned: await person('banned'),
      moderator: await person('moderator'),
      owner: await person('owner'),
      student: await person('student'),
      mentor,
      admin,
    },
    host: await person('host'),
    target: await person('target'),
    visitor: await person('visitor'),
    bystander: await person('bystander'),
  };
}

async function newAdmin(gateway: Endpoint): Promise<Person> {
  const password = `${CHIEF} has a long password`;
  const body = { username: CHIEF, password };
  const answer = await call(gateway, 'POST', '/api/auth/register', { body });
  const { token, user } = answer.body as { token: string; user: { id: string } };
  return signedIn(gateway, { id: user.id, username: CHIEF, password, token }, 'admin');
}

/** A role is the admin's to give. */
async function newMentor(gateway: Endpoint, admin: Person): Promise<Person> {
  const { client, ...account } = await newPerson(gateway, 'websocket', 'mentor');
  await client.close();
  const path = `/api/users/${account.id}/role`;
  const { status, body } = await call(gateway, 'PATCH', path, { token: admin.token, body: { role: 'mentor' } });
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return signedIn(gateway, account, 'mentor');
}

async function signedIn(gateway: Endpoint, account: Omit<Person, 'client'>, role: string): Promise<Person> {
  const { username, password } = account;
  const { body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
  const token = body.token as string;
  const client = await connectLyceum(gateway, 'websocket', token);
  const { user } = client.hello as { user: { role: string } };
  if (user.role !== role) throw new Error(`${username} should be ${role} and is ${user.role}`);
  return { ...account, token, client };
}
