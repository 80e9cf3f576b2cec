import jwt from 'jsonwebtoken';
import { newUsername, type TestAccount } from '../../../support/accounts.js';
import { aTime, dataOf } from '../../../support/expect-frames.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { ROOMY } from '../../settings.js';
import { connectLyceum, type LyceumClient, type Way } from '../lyceum-client.js';
import { userShape, type Person } from '../shapes.js';

/** How long a mentor may be gone in these tests. */
export const MENTOR_GRACE_MS = 3_000;
/** Until everybody has heard that a mentor is gone, on a busy machine. */
export const MENTOR_GONE_MS = MENTOR_GRACE_MS + 8_000;
/** Until everybody has heard of a change. */
export const TOLD_MS = 5_000;

/** The administrator's name, whom a gateway must be started with. */
export const CHIEF = newUsername('chief');

export const MENTORING = {
  ...ROOMY,
  ADMIN_USERNAMES: CHIEF,
  MENTOR_SIGNUP: 'open',
  MENTOR_GRACE_SECONDS: String(MENTOR_GRACE_MS / 1_000),
  RATE_MANAGE_PER_SECOND: '1000',
} as const;

type Asker = Pick<LyceumClient, 'request'>;

/** Registers somebody who is a mentor. */
export function registerMentor(gateway: Endpoint, stem = 'mentor'): Promise<TestAccount> {
  return registerAs(gateway, { username: newUsername(stem), role: 'mentor' });
}

export function registerChief(gateway: Endpoint): Promise<TestAccount> {
  return registerAs(gateway, { username: CHIEF });
}

async function registerAs(gateway: Endpoint, who: { username: string; role?: string }): Promise<TestAccount> {
  const password = `${who.username} has a long password`;
  const { status, body } = await call(gateway, 'POST', '/api/auth/register', { body: { ...who, password } });
  if (status !== 201) throw new Error(`Registering answered ${status}: ${JSON.stringify(body)}`);
  const token = body.token as string;
  return { id: (jwt.decode(token) as { sub: string }).sub, username: who.username, password, token };
}

/** Registers a mentor and connects them. */
export async function newMentor(gateway: Endpoint, way: Way = 'websocket', stem?: string): Promise<Person> {
  const account = await registerMentor(gateway, stem);
  return { ...account, client: await connectLyceum(gateway, way, account.token) };
}

export async function set({ client }: { client: Asker }, wishes: JsonObject): Promise<JsonObject> {
  return dataOf(await client.request('mentors:set', wishes));
}

export async function list({ client }: { client: Asker }, request: JsonObject = {}): Promise<JsonObject[]> {
  const { mentors } = dataOf(await client.request('mentors:list', request));
  return mentors as JsonObject[];
}

/** Of a list those mentors alone: gateways keep theirs from test to test. */
export function among(mentors: JsonObject[], ...people: TestAccount[]): JsonObject[] {
  const ids = people.map(({ id }) => id);
  return mentors.filter(({ mentor }) => ids.includes((mentor as JsonObject).id as string));
}

/** A mentor who can be asked, unless more is said. */
export function mentorShape(mentor: TestAccount, more: JsonObject = {}): JsonObject {
  return {
    mentor: { ...userShape(mentor), role: 'mentor' },
    availability: 'available',
    statusText: null,
    subjects: [],
    capacity: 1,
    load: 0,
    metadata: null,
    updatedAt: aTime,
    ...more,
  };
}

/** The same to themselves. */
export function ownShape(mentor: TestAccount, more: JsonObject = {}): JsonObject {
  return { ...mentorShape(mentor, more), chosen: more.chosen ?? more.availability ?? 'available' };
}

/** The next that is told of that mentor. */
export function change({ client }: Pick<Person, 'client'>, { id }: TestAccount, more: JsonObject = {}, withinMs = TOLD_MS) {
  return client.fact('mentors:changed', { mentor: { id }, ...more }, withinMs);
}

/** All that was told of the mentor so far. */
export function toldOf({ client }: Pick<Person, 'client'>, { id }: TestAccount): JsonObject[] {
  return client.heard('mentors:changed').filter(({ mentor }) => (mentor as JsonObject).id === id);
}
