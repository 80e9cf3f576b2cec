import { expect } from '@jest/globals';
import type fc from 'fast-check';
import { fail, outcomeOf, succeed } from '../asking.js';
import type { Device } from '../devices.js';
import { pick } from '../pick.js';
import { end, partyOf, type CallsState, type CallState, type EndReason } from './state.js';

export interface CallsWorld {
  /** At the places of the model's. */
  readonly devices: readonly Device[];
}

abstract class Step implements fc.AsyncCommand<CallsState, CallsWorld> {
  check(): boolean {
    return true;
  }

  abstract run(model: CallsState, real: CallsWorld): Promise<void>;

  toString(): string {
    return `${this.constructor.name}(${JSON.stringify(this)})`;
  }
}

/** Somebody calls somebody else. */
export class Start extends Step {
  constructor(
    readonly device: number,
    readonly callee: number,
  ) {
    super();
  }

  async run(model: CallsState, { devices }: CallsWorld): Promise<void> {
    const [caller, device] = [pick(model.devices, this.device), pick(devices, this.device)];
    const callee = pick(
      model.people.filter((person) => person !== caller),
      this.callee,
    );
    const payload = { to: { id: callee }, kind: 'audio' };
    const refusal = model.refusalOf(caller, callee);
    if (refusal !== undefined) return fail(device, 'calls:start', payload, refusal);
    const isBusy = model.liveOf(callee) !== undefined;
    const { id, ...call } = (await succeed(device, 'calls:start', payload)) as { id: string; state: string; endReason: unknown };
    expect(call).toMatchObject(isBusy ? { state: 'ended', endReason: 'busy' } : { state: 'ringing', endReason: null });
    model.calls.push({ id, caller, callee, state: isBusy ? 'ended' : 'ringing', endReason: isBusy ? 'busy' : null });
  }
}

/** Two who are free call each other at the same moment. */
export class Cross extends Step {
  constructor(readonly first: number) {
    super();
  }

  async run(model: CallsState, { devices }: CallsWorld): Promise<void> {
    const free = model.people.filter((person) => model.liveOf(person) === undefined);
    const one = pick(model.people, this.first);
    const other = free.find((person) => person !== one);
    if (other === undefined || !free.includes(one)) return;
    const call = async (caller: string, callee: string) => {
      const { ok, data, error } = await deviceOf(model, devices, caller).request('calls:start', {
        to: { id: callee },
        kind: 'video',
      });
      return { caller, callee, ok, id: ok ? (data.id as string) : error.code };
    };
    const [winner, ...more] = (await Promise.all([call(one, other), call(other, one)])).toSorted(
      (a, b) => Number(b.ok) - Number(a.ok),
    );
    if (winner === undefined) throw new Error('There were two calls');
    expect(winner.ok).toBe(true);
    expect(more.map(({ id }) => id)).toEqual(['CALL_CROSSED']);
    model.calls.push({ ...winner, state: 'ringing', endReason: null });
  }
}

/** All devices of the callee accept at once, on both nodes: one of them has the call. */
export class AcceptTogether extends Step {
  constructor(readonly call: number) {
    super();
  }

  async run(model: CallsState, { devices }: CallsWorld): Promise<void> {
    if (model.calls.length === 0) return;
    const call = pick(model.calls, this.call);
    const own = devices.filter((_, place) => model.devices[place] === call.callee);
    const outcomes = await Promise.all(own.map((device) => outcomeOf(device, 'calls:accept', { callId: call.id })));
    const late = call.state === 'ended' ? 'CALL_ENDED' : 'CALL_ANSWERED';
    const expected = own.map((_, index) => (index === 0 && call.state === 'ringing' ? 'ok' : late));
    expect(outcomes.toSorted()).toEqual(expected.toSorted());
    if (call.state === 'ringing') call.state = 'connecting';
  }
}

/** The callee accepts while the caller cancels: one of the two is too late. */
export class AcceptOrCancel extends Step {
  constructor(readonly call: number) {
    super();
  }

  async run(model: CallsState, { devices }: CallsWorld): Promise<void> {
    const ringing = model.calls.filter(({ state }) => state === 'ringing');
    if (ringing.length === 0) return;
    const call = pick(ringing, this.call);
    const [accepted, cancelled] = await Promise.all([
      outcomeOf(deviceOf(model, devices, call.callee), 'calls:accept', { callId: call.id }),
      outcomeOf(deviceOf(model, devices, call.caller), 'calls:cancel', { callId: call.id }),
    ]);
    expect([
      ['ok', 'CALL_ANSWERED'],
      ['CALL_ENDED', 'ok'],
    ]).toContainEqual([accepted, cancelled]);
    if (accepted === 'ok') call.state = 'connecting';
    else end(call, 'cancelled');
  }
}

export const ENDINGS = ['reject', 'cancel', 'end'] as const;

/** Somebody ends a call, be it theirs or not. */
export class End extends Step {
  constructor(
    readonly device: number,
    readonly call: number,
    readonly how: (typeof ENDINGS)[number],
  ) {
    super();
  }

  async run(model: CallsState, { devices }: CallsWorld): Promise<void> {
    if (model.calls.length === 0) return;
    const call = pick(model.calls, this.call);
    const [person, device] = [pick(model.devices, this.device), pick(devices, this.device)];
    const payload = { callId: call.id };
    const command = `calls:${this.how}`;
    const refusal = this.refusalOf(call, person);
    if (refusal !== undefined) return fail(device, command, payload, refusal);
    end(call, reasonOf(call, person));
    expect(await succeed(device, command, payload)).toMatchObject({ id: call.id, state: 'ended', endReason: call.endReason });
  }

  private refusalOf(call: CallState, person: string): string | undefined {
    const { state, caller } = call;
    if (!partyOf(call, person)) return 'CALL_NOT_FOUND';
    if (this.how === 'cancel' && person !== caller) return 'FORBIDDEN';
    if (this.how === 'reject' && person === caller && state === 'ringing') return 'FORBIDDEN';
    if (state === 'ended') return 'CALL_ENDED';
    return state === 'connecting' && this.how !== 'end' ? 'CALL_ANSWERED' : undefined;
  }
}

function reasonOf({ state, caller }: CallState, person: string): EndReason {
  if (state === 'connecting') return 'completed';
  return person === caller ? 'cancelled' : 'declined';
}

function deviceOf(model: CallsState, devices: readonly Device[], person: string): Device {
  const device = devices[model.devices.indexOf(person)];
  if (device === undefined) throw new Error('Everybody has a device');
  return device;
}
