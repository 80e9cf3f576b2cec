import type { Gateway } from '../../test/support/gateway.js';
import type { Call, CallSnapshot, LyceumClient } from '../src/index.js';
import { FakeMedia } from './fake-media.js';
import { connected, newcomer, until } from './people.js';

/** Somebody with devices of their own, and connected. */
export type Caller = Awaited<ReturnType<typeof callerOf>>;

export async function callerOf(gateway: Gateway, stem: string, url = gateway.httpUrl) {
  const media = new FakeMedia();
  const person = await newcomer(gateway, stem, { media, url });
  await connected(person.client);
  return { ...person, media };
}

/** What rings there, as soon as it does. */
export async function ringing(client: LyceumClient): Promise<Call> {
  const call = await until(client.calls.incoming, (one) => one !== undefined);
  if (call === undefined) throw new Error('It does not ring');
  return call;
}

export const active = (call: Call): Promise<CallSnapshot> => until(call, ({ state }) => state === 'active');
export const over = (call: Call): Promise<CallSnapshot> => until(call, ({ state }) => state === 'ended');

export function call(from: Caller, to: { readonly id: string }): Promise<Call> {
  return from.client.calls.start({ to: { id: to.id }, kind: 'video' });
}
