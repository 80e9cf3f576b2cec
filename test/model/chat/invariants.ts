import { expect } from '@jest/globals';
import type { JsonObject } from '../../support/inbox.js';
import { eventually } from '../../support/wait.js';
import type { Device, Fact } from '../devices.js';
import type { ChatState, DeviceState, RoomState } from './state.js';
import { succeed } from '../asking.js';
import type { ChatWorld } from './world.js';

const ARRIVES_MS = 5_000;

/**
 * What must hold when a run is over: each device heard every number of a room from its joining to its leaving once, in order, and none
 * beside; what was heard of a message is what the history has of it; the room has the members that it should; and each has unread what
 * they have not read.
 */
export async function checkAll(model: ChatState, { devices, gone }: ChatWorld): Promise<void> {
  for (const room of model.rooms) {
    await eventually(() => Promise.all(devices.map((device, place) => heardAll(device, model.devices[place], room))), ARRIVES_MS);
    for (const { device, state } of gone) heardNothingElse(device, state, room);
    const [place] = model.devices.flatMap(({ person }, index) => (room.members.has(person) ? [index] : []));
    const witness = place === undefined ? undefined : devices[place];
    if (witness === undefined) continue;
    await asInHistory(witness, [...devices, ...gone.map(({ device }) => device)], room);
    await hasItsMembers(witness, room);
  }
  await allKnowWhatIsUnread(model, devices);
}

async function heardAll(device: Device, state: DeviceState | undefined, room: RoomState): Promise<void> {
  const expected = (state?.listenings.get(room.key) ?? []).flatMap(({ afterSeq, untilSeq = room.lastSeq }) =>
    Array.from({ length: untilSeq - afterSeq }, (_, index) => afterSeq + index + 1),
  );
  const who = { place: device.place, listenings: state?.listenings.get(room.key) };
  expect({ ...who, numbers: numbersHeard(device, room) }).toEqual({ ...who, numbers: expected });
  await Promise.resolve();
}

/** Who is gone may have missed the end. */
function heardNothingElse(device: Device, state: DeviceState, room: RoomState): void {
  const heard = numbersHeard(device, room);
  const listenings = state.listenings.get(room.key) ?? [];
  for (const seq of heard) {
    expect(listenings.some(({ afterSeq, untilSeq = room.lastSeq }) => seq > afterSeq && seq <= untilSeq)).toBe(true);
  }
  expect(heard).toEqual([...new Set(heard)].toSorted((one, other) => one - other));
}

export function numbersHeard(device: Device, room: RoomState): number[] {
  return device.heard().flatMap((fact) => (isOf(fact, room) ? (numberOf(fact) ?? []) : []));
}

function numberOf({ name, data }: Fact): number | undefined {
  if (name === 'chat:message' || name === 'chat:reaction') return data.seq as number;
  return name === 'chat:edited' || name === 'chat:deleted' ? (data.revisionSeq as number) : undefined;
}

function isOf({ data }: Fact, { key }: RoomState): boolean {
  return (data as { room?: { key?: string } } | undefined)?.room?.key === key;
}

export async function asInHistory(witness: Device, devices: readonly Device[], room: RoomState): Promise<void> {
  const stored = new Map<unknown, JsonObject>();
  for (let after = 0; ;) {
    const page = await succeed(witness, 'chat:history', { room: { key: room.key }, after, limit: 100 });
    const messages = page.messages as JsonObject[];
    for (const message of messages) stored.set(message.id, message);
    if (page.hasMore !== true) break;
    after = messages.at(-1)?.seq as number;
  }
  for (const device of devices) {
    for (const fact of device.heard()) {
      const { name, data } = fact;
      const isMessage = name === 'chat:message' || name === 'chat:edited' || name === 'chat:deleted';
      const message = stored.get(data.id);
      // What was changed later is not what was heard then.
      if (!isMessage || !isOf(fact, room) || message?.revisionSeq !== data.revisionSeq) continue;
      expect(JSON.stringify(data)).toBe(JSON.stringify(message));
    }
  }
}

export async function hasItsMembers(witness: Device, room: RoomState): Promise<void> {
  const { members } = await succeed(witness, 'rooms:members', { room: { key: room.key } });
  const found = (members as { user: { id: string }; role: string; muted: boolean }[]).map(({ user, role, muted }) => [
    user.id,
    role,
    muted,
  ]);
  const expected = [...room.members].map(([person, { role, isMuted }]) => [person, role, isMuted]);
  expect(found.toSorted()).toEqual(expected.toSorted());
}

/** Asked for each room, and for all of them. */
export async function allKnowWhatIsUnread(model: ChatState, devices: readonly Device[]): Promise<void> {
  for (const person of model.people) {
    const device = devices.find(({ personId }) => personId === person);
    if (device === undefined) throw new Error(`${person} has no device`);
    const own = model.rooms.filter(({ members }) => members.has(person));
    for (const room of own) {
      const { rooms } = await succeed(device, 'chat:unread', { room: { key: room.key } });
      expect(rooms).toMatchObject([room.unreadOf(person)]);
    }
    const { rooms } = await succeed(device, 'chat:unread', {});
    const found = (rooms as { room: { key: string } }[]).map(({ room }) => room.key);
    expect(found.toSorted()).toEqual(own.flatMap((room) => (room.unreadOf(person).unread > 0 ? [room.key] : [])).toSorted());
  }
}
