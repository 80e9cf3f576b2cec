import type { JsonObject } from '../../../support/inbox.js';
import type { Person } from '../shapes.js';
import type { Cast } from './cast.js';
import { ACCOUNTS, KINDS, type Cell, type Cells } from './kinds.js';
import { nothing, type Row } from './row.js';
import { ask, type Scene } from './scene.js';

/** A subject that no mentor of the cast teaches. */
const UNTAUGHT = 'Rights of nobody but this test';
/** Nobody has it: as if it were not there, whoever asks. */
const NOT_THERE: Target = { requestId: '01890a5d-ac96-774b-bcce-b302099a8057' };

const cells = (student: Cell, mentor: Cell, admin: Cell): Cells =>
  Object.fromEntries(
    KINDS.map((kind) => {
      if (kind === 'guest') return [kind, 'unreachable'];
      if (kind === 'mentor') return [kind, mentor];
      return [kind, kind === 'admin' ? admin : student];
    }),
  ) as Cells;

/** Mentors alone answer; what somebody is in a room makes no difference, and an admin is neither student nor mentor. */
const ANSWERING = cells('FORBIDDEN', 'ok', 'FORBIDDEN');
const NOBODYS = cells('HELP_NOT_FOUND', 'HELP_NOT_FOUND', 'HELP_NOT_FOUND');
const OWN = cells('ok', 'FORBIDDEN', 'FORBIDDEN');

type Target = Readonly<{ requestId: string }>;

/** The bystander asks the mentor. */
export async function bystanderAsks({ cast }: Scene): Promise<Target> {
  return asksMentor(cast.bystander, cast);
}

/** A request of the actor's own, where they may make one, that nobody takes. */
export async function ownRequest(scene: Scene): Promise<Target> {
  return isByStudent(scene) ? { requestId: await request(scene.actor, { subject: UNTAUGHT }) } : NOT_THERE;
}

/** The same, and the mentor helps. */
export async function helpedRequest(scene: Scene): Promise<Target> {
  if (!isByStudent(scene)) return NOT_THERE;
  const { actor, cast } = scene;
  const target = await asksMentor(actor, cast);
  await ask(cast.actors.mentor, 'help:accept', target);
  return target;
}

const isByStudent = ({ actor, cast: { actors } }: Scene): boolean => actor !== actors.mentor && actor !== actors.admin;

async function bystandersOwn({ cast }: Scene): Promise<Target> {
  return { requestId: await request(cast.bystander, { subject: UNTAUGHT }) };
}

async function asksMentor(student: Person, { actors: { mentor } }: Cast): Promise<Target> {
  await ask(mentor, 'mentors:set', { availability: 'available', capacity: 100, subjects: ['Rights'] });
  return { requestId: await request(student, { subject: 'Rights', mentor: { id: mentor.id } }) };
}

async function request(student: Person, wish: JsonObject): Promise<string> {
  await withdrawn(student);
  return (await ask(student, 'help:request', wish)).id as string;
}

/** Nothing of theirs is left over from the row before. */
export async function withdrawn(student: Person): Promise<void> {
  const { requests } = await ask(student, 'help:queue', {});
  for (const { id, student: whose } of requests as { id: string; student: { id: string } }[]) {
    if (whose.id === student.id) await ask(student, 'help:cancel', { requestId: id });
  }
}

export const HELP: readonly Row[] = [
  {
    command: 'help:request',
    cells: OWN,
    setting: 'none',
    payload: async ({ actor }) => {
      await withdrawn(actor);
      return { subject: UNTAUGHT };
    },
  },
  { command: 'help:accept', cells: ANSWERING, setting: 'none', payload: bystanderAsks },
  { command: 'help:decline', cells: ANSWERING, setting: 'none', payload: bystanderAsks },
  {
    command: 'help:cancel',
    of: 'one’s own',
    cells: cells('ok', 'HELP_NOT_FOUND', 'HELP_NOT_FOUND'),
    setting: 'none',
    payload: ownRequest,
  },
  { command: 'help:cancel', of: 'another’s', cells: NOBODYS, setting: 'none', payload: bystandersOwn },
  { command: 'help:resolve', of: 'another’s', cells: NOBODYS, setting: 'none', payload: bystandersOwn },
  {
    command: 'help:resolve',
    of: 'what one helps with',
    cells: cells('HELP_NOT_FOUND', 'ok', 'HELP_NOT_FOUND'),
    setting: 'none',
    payload: async (scene) => {
      const target = await bystanderAsks(scene);
      await ask(scene.cast.actors.mentor, 'help:accept', target);
      return target;
    },
  },
  {
    command: 'help:resolve',
    of: 'what one is helped with',
    cells: cells('ok', 'HELP_NOT_FOUND', 'HELP_NOT_FOUND'),
    setting: 'none',
    payload: async (scene) => ({ ...(await helpedRequest(scene)), rating: 5 }),
  },
  { command: 'help:queue', cells: ACCOUNTS, setting: 'none', payload: nothing },
];
