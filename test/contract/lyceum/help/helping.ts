import { aTime, aUuid, dataOf } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { newId } from '../../../support/tokens.js';
import type { TestAccount } from '../../../support/accounts.js';
import type { LyceumClient, Way } from '../lyceum-client.js';
import { MENTORING, newMentor, set } from '../mentors/mentoring.js';
import { newPerson, userShape, type Person } from '../shapes.js';

export const HELPING = {
  ...MENTORING,
  // A busy machine must not take mentors away.
  MENTOR_GRACE_SECONDS: '60',
  RATE_HELP_PER_HOUR: '1000',
  RATE_READ_PER_SECOND: '1000',
  RATE_COMMANDS_PER_SECOND: '1000',
} as const;

/** Until everybody has heard what became of a request, on a busy machine. */
export const TOLD_MS = 6_000;

type Asker = Pick<Person, 'client'>;

/** One that nobody else asks for or teaches: a gateway has one queue for all tests. */
export const newSubject = (): string => newId('subject');

/** A mentor who can be asked about that subject. */
export async function freeMentor(gateway: Endpoint, subject: string, wishes: JsonObject = {}, way?: Way): Promise<Person> {
  const mentor = await newMentor(gateway, way);
  await set(mentor, { availability: 'available', subjects: [subject], ...wishes });
  return mentor;
}

export function newStudent(gateway: Endpoint, way: Way = 'websocket'): Promise<Person> {
  return newPerson(gateway, way, 'student');
}

/** A command of the queue that must succeed. */
export async function give({ client }: { client: Pick<LyceumClient, 'request'> }, command: string, payload: JsonObject = {}) {
  return dataOf(await client.request(`help:${command}`, payload));
}

/** Asks for help; the request. */
export function asks(student: Asker, subject: string, wishes: JsonObject = {}): Promise<JsonObject> {
  return give(student, 'request', { subject, ...wishes });
}

export const naming = ({ id }: JsonObject): JsonObject => ({ requestId: id });

/** That somebody is asked to take it. */
export function offered({ client }: Asker, { id }: JsonObject): Promise<JsonObject> {
  return client.fact('help:offered', { request: { id } }, TOLD_MS);
}

/** What became of it, as somebody is told. */
export function updated({ client }: Asker, { id }: JsonObject, more: JsonObject, withinMs = TOLD_MS): Promise<JsonObject> {
  return client.fact('help:updated', { id, ...more }, withinMs);
}

export async function queueOf(person: Asker): Promise<JsonObject[]> {
  return (await give(person, 'queue')).requests as JsonObject[];
}

export const idsOf = (requests: readonly JsonObject[]): unknown[] => requests.map(({ id }) => id);

/** Ids of the requests that somebody was asked to take, in that order. */
export function offersTo({ client }: Asker): unknown[] {
  return client.heard('help:offered').map(({ request }) => (request as JsonObject).id);
}

export const mentorUser = (mentor: TestAccount): JsonObject => ({ ...userShape(mentor), role: 'mentor' });

/** A request that nobody has answered yet. */
export function helpShape(student: TestAccount, subject: string, more: JsonObject = {}): JsonObject {
  return {
    id: aUuid,
    state: 'waiting',
    student: userShape(student),
    subject,
    text: null,
    urgency: 'medium',
    metadata: null,
    target: null,
    mentor: null,
    room: null,
    requestedAt: aTime,
    acceptedAt: null,
    endedAt: null,
    rating: null,
    note: null,
    ...more,
  };
}

/** A room of the two, as requests name it. */
export function roomIn(request: JsonObject): JsonObject {
  return request.room as JsonObject;
}

/** Asked about the subject by that student, the mentor helps; the request as it is then. */
export async function helped(student: Person, mentor: Person, subject: string): Promise<JsonObject> {
  const request = await asks(student, subject);
  await offered(mentor, request);
  return give(mentor, 'accept', naming(request));
}
