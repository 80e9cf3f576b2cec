import { expect } from '@jest/globals';
import type { JsonObject } from '../../support/inbox.js';
import { eventually } from '../../support/wait.js';
import type { Device } from '../devices.js';
import { pick } from '../pick.js';
import { DeviceState, type ChatState, type Role, type RoomState } from './state.js';
import { fail, succeed } from '../asking.js';
import { Step, type Scene } from './step.js';
import type { ChatWorld, Place } from './world.js';

export class Join extends Step {
  protected async play({ model, real, device, deviceState, person, room }: Scene): Promise<void> {
    if (room.banned.has(person)) return fail(device, 'rooms:join', { key: room.key }, 'BANNED');
    const answer = await succeed(device, 'rooms:join', { key: room.key, create: true });
    const { role, readSeq } = room.enter(person);
    deviceState.begin(room);
    expect(answer).toMatchObject({ role, readSeq, lastSeq: room.lastSeq });
    if (real.isWhole) await eventually(() => shows(device, model, room));
  }
}

export class Leave extends Step {
  protected async play({ model, real, device, person, room }: Scene): Promise<void> {
    const refusal = room.refusalToRead(person);
    if (refusal !== undefined) return fail(device, 'rooms:leave', { room: { key: room.key } }, refusal);
    // A room that everybody has left has no owner, and what becomes of it is another story.
    if (room.members.size === 1) return;
    await real.together();
    await succeed(device, 'rooms:leave', { room: { key: room.key } });
    room.remove(person);
    model.endAll(room, person);
  }
}

export const MODERATIONS = ['kick', 'ban', 'mute', 'unmute', 'unban'] as const;

export class Moderate extends Step {
  constructor(
    device: number,
    room: number,
    private readonly action: (typeof MODERATIONS)[number],
    private readonly target: number,
  ) {
    super(device, room);
  }

  protected async play({ model, real, device, person, room }: Scene): Promise<void> {
    const target = pick(model.people, this.target);
    const [command, more] = commandOf(this.action);
    const payload = { room: { key: room.key }, userId: target, ...more };
    const refusal = room.refusalOf(person);
    if (refusal !== undefined) return fail(device, command, payload, refusal);
    const mayAtAll = room.members.get(person)?.role !== 'member';
    const isLess = this.action === 'unban' ? target !== person : room.mayModerate(person, target);
    if (!mayAtAll || !isLess) return fail(device, command, payload, 'FORBIDDEN');
    const fits = this.action === 'unban' ? room.banned.has(target) : this.action === 'ban' || room.members.has(target);
    if (!fits) return fail(device, command, payload, 'NOT_FOUND');
    await real.together();
    await succeed(device, command, payload);
    if (this.action === 'unban') room.banned.delete(target);
    const membership = room.members.get(target);
    if (membership !== undefined) membership.isMuted = this.action === 'mute';
    if (this.action !== 'kick' && this.action !== 'ban') return;
    room.remove(target);
    model.endAll(room, target);
    if (this.action === 'ban') room.banned.add(target);
  }
}

export class GiveRole extends Step {
  constructor(
    device: number,
    room: number,
    private readonly role: Role,
    private readonly target: number,
  ) {
    super(device, room);
  }

  protected async play({ model, device, person, room }: Scene): Promise<void> {
    const target = pick(model.people, this.target);
    const payload = { room: { key: room.key }, userId: target, role: this.role };
    const refusal = room.refusalOf(person);
    if (refusal !== undefined) return fail(device, 'rooms:role', payload, refusal);
    const own = room.members.get(person);
    if (own?.role !== 'owner' || target === person) return fail(device, 'rooms:role', payload, 'FORBIDDEN');
    const membership = room.members.get(target);
    if (membership === undefined) return fail(device, 'rooms:role', payload, 'NOT_FOUND');
    await succeed(device, 'rooms:role', payload);
    membership.role = this.role;
    if (this.role !== 'owner') return;
    own.role = 'moderator';
    membership.isMuted = false;
  }
}

/** The device goes, with a farewell or without, and somebody comes with another one in its place. */
export class ComeBack extends Step {
  constructor(
    device: number,
    private readonly at: Place,
    private readonly isCut: boolean,
  ) {
    super(device, 0);
  }

  protected async play({ model, real, device, place }: Scene): Promise<void> {
    if (this.isCut) device.cut();
    else device.close();
    await replaceDevice(model, real, place, this.at);
  }
}

/** Another device of the same person comes in the place of one that is gone. */
export async function replaceDevice(model: ChatState, real: ChatWorld, place: number, at: Place): Promise<void> {
  const [device, state] = [pick(real.devices, place), pick(model.devices, place)];
  real.gone.push({ device, state });
  for (const room of model.rooms) state.end(room);
  model.devices[place] = new DeviceState(state.person);
  real.devices[place] = await real.connect(place, at);
}

/** The room's participants are those who hear it, on whatever node, and perhaps who did a moment ago; each once. */
async function shows(device: Device, model: ChatState, room: RoomState): Promise<void> {
  const { participants } = await succeed(device, 'rooms:get', { room: { key: room.key } });
  const there = (participants as { user: { id: string } }[]).map(({ user }) => user.id);
  const mustBeThere = model.devices.filter((other) => other.hears(room)).map((other) => other.person);
  expect(there).toEqual(expect.arrayContaining(mustBeThere));
  expect(there).toHaveLength(new Set(there).size);
}

function commandOf(action: (typeof MODERATIONS)[number]): [string, JsonObject] {
  if (action === 'mute' || action === 'unmute') return ['rooms:mute', { on: action === 'mute' }];
  return [`rooms:${action}`, {}];
}
