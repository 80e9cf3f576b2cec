import { expect } from '@jest/globals';
import type fc from 'fast-check';
import type { JsonObject } from '../../support/inbox.js';
import { fail, outcomeOf, succeed } from '../asking.js';
import type { Device } from '../devices.js';
import { pick } from '../pick.js';
import { isOver, type HelpState, type RequestState, type Urgency } from './state.js';

/** Everybody's devices, by who they are. */
export interface HelpWorld {
  readonly subject: string;
  readonly devices: ReadonlyMap<string, readonly Device[]>;
}

abstract class Step implements fc.AsyncCommand<HelpState, HelpWorld> {
  check(): boolean {
    return true;
  }

  abstract run(model: HelpState, real: HelpWorld): Promise<void>;

  toString(): string {
    return `${this.constructor.name}(${JSON.stringify(this)})`;
  }
}

/** A student asks, on all devices at once: that is one request, or none where there is one. */
export class Ask extends Step {
  constructor(
    readonly student: number,
    readonly urgency: Urgency,
  ) {
    super();
  }

  async run(model: HelpState, { subject, devices }: HelpWorld): Promise<void> {
    const student = pick(model.students, this.student);
    const { urgency } = this;
    const answers = await Promise.all(
      devicesOf(devices, student).map((device) => device.request('help:request', { subject, urgency })),
    );
    const made = answers.filter(({ ok }) => ok).map(({ data }) => data);
    expect(made).toHaveLength(model.openOf(student) === undefined ? 1 : 0);
    const refused = answers.filter(({ ok }) => !ok).map(({ error }) => error.code);
    expect(refused).toEqual(refused.map(() => 'HELP_OPEN'));
    for (const { id } of made) {
      model.requests.push({ id: id as string, student, urgency, state: 'offered', mentor: null, declinedBy: new Set() });
    }
  }
}

/** All mentors accept at once with all their devices: one of them helps. */
export class AcceptTogether extends Step {
  constructor(readonly request: number) {
    super();
  }

  async run(model: HelpState, { devices }: HelpWorld): Promise<void> {
    const open = model.requests.filter(({ state }) => state === 'offered');
    if (open.length === 0) return;
    const request = pick(open, this.request);
    const asked = model.mentors.filter((mentor) => !request.declinedBy.has(mentor));
    const outcomes = await Promise.all(
      asked.flatMap((mentor) =>
        devicesOf(devices, mentor).map(async (device) => ({
          mentor,
          outcome: await outcomeOf(device, 'help:accept', { requestId: request.id }),
        })),
      ),
    );
    const winners = new Set(outcomes.filter(({ outcome }) => outcome === 'ok').map(({ mentor }) => mentor));
    expect(winners.size).toBe(1);
    const [winner = null] = winners;
    // Their other devices say what is so already.
    const losers = outcomes.filter(({ mentor }) => mentor !== winner).map(({ outcome }) => outcome);
    expect(losers).toEqual(losers.map(() => 'HELP_TAKEN'));
    Object.assign(request, { state: 'active', mentor: winner });
  }
}

export const ENDINGS = ['decline', 'cancel', 'resolve'] as const;

/** Somebody does something about a request, be it theirs or not. */
export class Act extends Step {
  constructor(
    readonly who: number,
    readonly request: number,
    readonly how: (typeof ENDINGS)[number],
  ) {
    super();
  }

  async run(model: HelpState, { devices }: HelpWorld): Promise<void> {
    if (model.requests.length === 0) return;
    const request = pick(model.requests, this.request);
    const person = pick(this.how === 'decline' ? model.mentors : [request.student, ...model.mentors], this.who);
    const [device] = devicesOf(devices, person);
    if (device === undefined) throw new Error('Everybody has a device');
    if (!this.isAllowed(request, person)) {
      expect(await outcomeOf(device, `help:${this.how}`, naming(request))).not.toBe('ok');
      return;
    }
    await succeed(device, `help:${this.how}`, naming(request));
    if (this.how === 'decline') model.decline(request, person);
    else request.state = this.how === 'cancel' ? 'cancelled' : 'resolved';
  }

  private isAllowed(request: RequestState, person: string): boolean {
    const { state, student, mentor, declinedBy } = request;
    if (this.how === 'decline') return state === 'offered' || declinedBy.has(person);
    if (this.how === 'cancel') return person === student && (!isOver(request) || state === 'cancelled');
    // Once more changes nothing.
    return (state === 'active' || state === 'resolved') && (person === student || person === mentor);
  }
}

/** Everybody's queue is as it should be, whatever node is asked. */
export class Look extends Step {
  constructor(readonly who: number) {
    super();
  }

  async run(model: HelpState, { devices }: HelpWorld): Promise<void> {
    const person = pick([...model.mentors, ...model.students], this.who);
    const expected = model.mentors.includes(person)
      ? model.queueOf(person)
      : [model.openOf(person)].filter((open) => open !== undefined);
    for (const device of devicesOf(devices, person)) {
      const { requests } = await succeed(device, 'help:queue', {});
      expect((requests as JsonObject[]).map(({ id, state }) => ({ id, state }))).toEqual(
        expected.map(({ id, state }) => ({ id, state })),
      );
    }
  }
}

/** Nobody but the student may cancel, and nobody else's student is told that there is such a request. */
export class Meddle extends Step {
  constructor(
    readonly student: number,
    readonly request: number,
  ) {
    super();
  }

  async run(model: HelpState, { devices }: HelpWorld): Promise<void> {
    if (model.requests.length === 0) return;
    const request = pick(model.requests, this.request);
    const stranger = pick(
      model.students.filter((student) => student !== request.student),
      this.student,
    );
    const [device] = devicesOf(devices, stranger);
    if (device === undefined) throw new Error('Everybody has a device');
    await fail(device, 'help:cancel', naming(request), 'HELP_NOT_FOUND');
    await fail(device, 'help:resolve', naming(request), 'HELP_NOT_FOUND');
  }
}

const naming = ({ id }: RequestState) => ({ requestId: id });

function devicesOf(devices: HelpWorld['devices'], person: string): readonly Device[] {
  return devices.get(person) ?? [];
}
