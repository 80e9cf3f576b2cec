import { expect } from '@jest/globals';
import { eventually } from '../../support/wait.js';
import { SendTogether } from '../chat/chat-steps.js';
import { allKnowWhatIsUnread, asInHistory, hasItsMembers, numbersHeard } from '../chat/invariants.js';
import { Sync } from '../chat/reading-steps.js';
import type { ChatState, DeviceState, RoomState } from '../chat/state.js';
import type { Device } from '../devices.js';
import { pick } from '../pick.js';
import type { TroubledWorld } from './begin.js';

const HEAR_EACH_OTHER_MS = 15_000;
const HEARD_MS = 1_500;

/**
 * What must hold when a run is over and all is whole again: nobody heard anything twice, or of a room that they were not in; whatever they
 * missed every node gives them; the rooms, and what is unread there, are as they should be; and what is said now everybody hears.
 */
export async function checkHealed(model: ChatState, real: TroubledWorld): Promise<void> {
  await real.trouble.heal();
  const everybody = [...real.gone, ...real.devices.map((device, place) => ({ device, state: pick(model.devices, place) }))];
  for (const [index, room] of model.rooms.entries()) {
    for (const place of real.devices.keys()) await new Sync(place, index, 0).run(model, real);
    await allHearWhatIsSaidNow(model, real, index, room);
    for (const { device, state } of everybody) heardNothingTwice(device, state, room);
    const witness = real.devices.find(({ personId }) => room.members.has(personId));
    if (witness === undefined) continue;
    await asInHistory(
      witness,
      everybody.map(({ device }) => device),
      room,
    );
    await hasItsMembers(witness, room);
  }
  await allKnowWhatIsUnread(model, real.devices);
}

/** Perhaps not the first of it: nodes may take a moment to find each other. */
async function allHearWhatIsSaidNow(model: ChatState, real: TroubledWorld, index: number, room: RoomState): Promise<void> {
  const listening = [...real.devices.entries()].filter(([place]) => pick(model.devices, place).hears(room));
  await eventually(async () => {
    const before = room.lastSeq;
    await new SendTogether(index, 1).run(model, real);
    const said = Array.from({ length: room.lastSeq - before }, (_, nth) => before + nth + 1);
    await eventually(async () => {
      for (const [, device] of listening) expect(numbersHeard(device, room)).toEqual(expect.arrayContaining(said));
      await Promise.resolve();
    }, HEARD_MS);
  }, HEAR_EACH_OTHER_MS);
}

function heardNothingTwice(device: Device, state: DeviceState, room: RoomState): void {
  const heard = numbersHeard(device, room);
  const listenings = state.listenings.get(room.key) ?? [];
  const strange = heard.filter(
    (seq) => !listenings.some(({ afterSeq, untilSeq = room.lastSeq }) => seq > afterSeq && seq <= untilSeq),
  );
  const { place } = device;
  expect({ place, listenings, strange }).toEqual({ place, listenings, strange: [] });
  expect({ place, heard: heard.toSorted((one, other) => one - other) }).toEqual({
    place,
    heard: [...new Set(heard)].toSorted((one, other) => one - other),
  });
}
