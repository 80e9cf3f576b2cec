import type { Gateway } from '../../support/gateway.js';
import { newId } from '../../support/tokens.js';
import { connect, TRANSPORTS, type Device } from '../devices.js';
import { pick } from '../pick.js';
import { Join } from './room-steps.js';
import { ChatState } from './state.js';
import type { ChatWorld, Place } from './world.js';

const PEOPLE = 4;
const DEVICES = 7;
const ROOMS = 2;

/** Both at their beginning: everybody is connected, and the first of them has made the rooms and is in them. */
export async function begin(gatewayFor: (node: number) => Gateway): Promise<{ model: ChatState; real: ChatWorld }> {
  const people = Array.from({ length: PEOPLE }, (_, index) => newId(`person${index}`));
  const owners = Array.from({ length: DEVICES }, (_, index) => pick(people, index));
  const keys = Array.from({ length: ROOMS }, () => newId('model'));
  const connectAt = (place: number, { node, transport }: Place): Promise<Device> => {
    const sub = pick(owners, place);
    return connect(gatewayFor(node), { sub, name: sub }, transport);
  };
  const devices = await Promise.all(
    owners.map((_, index) => connectAt(index, { node: index % 2, transport: pick(TRANSPORTS, index) })),
  );
  const model = new ChatState(keys, people, owners);
  const real = { devices, gone: [], isWhole: true, together: () => Promise.resolve(), connect: connectAt };
  for (const index of keys.keys()) await new Join(0, index).run(model, real);
  return { model, real };
}
