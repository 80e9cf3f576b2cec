import { expect } from '@jest/globals';
import { eventually } from '../../support/wait.js';
import { succeed } from '../asking.js';
import type { Device } from '../devices.js';
import { partyOf, type CallsState } from './state.js';
import type { CallsWorld } from './steps.js';

const ARRIVES_MS = 5_000;

/** Every call has the end it should have, once, to everybody: as it is stored, and as each device was told of it. */
export async function checkAll(model: CallsState, { devices }: CallsWorld): Promise<void> {
  for (const [place, device] of devices.entries()) {
    const person = model.devices[place] ?? '';
    await isInItsCall(model, device, person);
    await hasItsHistory(model, device, person);
    await eventually(() => {
      wasTold(model, device, person);
      return Promise.resolve();
    }, ARRIVES_MS);
  }
}

async function isInItsCall(model: CallsState, device: Device, person: string): Promise<void> {
  const { calls } = await succeed(device, 'calls:current', {});
  const live = model.liveOf(person);
  const expected = live === undefined ? [] : [{ id: live.id, state: live.state }];
  expect((calls as { id: string; state: string }[]).map(({ id, state }) => ({ id, state }))).toEqual(expected);
}

async function hasItsHistory(model: CallsState, device: Device, person: string): Promise<void> {
  const { calls } = await succeed(device, 'calls:history', { limit: 100 });
  const found = (calls as { id: string; endReason: string }[]).map(({ id, endReason }) => [id, endReason]);
  const own = model.calls.filter((call) => call.state === 'ended' && partyOf(call, person));
  expect(found.toSorted()).toEqual(own.map(({ id, endReason }) => [id, endReason]).toSorted());
}

/** Of each call that rang: the end once, with its reason. */
function wasTold(model: CallsState, device: Device, person: string): void {
  const ends = device.heard().flatMap(({ name, data }) => (name === 'calls:ended' ? [data] : []));
  for (const call of model.calls) {
    if (!partyOf(call, person) || call.endReason === 'busy') continue;
    const told = ends.flatMap(({ callId, endReason }) =>
      callId === call.id && endReason !== 'answered_elsewhere' ? [endReason] : [],
    );
    expect({ call, told }).toEqual({ call, told: call.state === 'ended' ? [call.endReason] : [] });
  }
}
