import { describe, expect, it } from '@jest/globals';
import { aMessage, ANA, BEN } from '../../../test/support/realtime/canonical.js';
import type { Contact, Message } from '../../protocol/index.js';
import { encoderOf, type EncodedFact, type SpokenFact } from './encode-fact.js';

const CONTACTS: Contact[] = [ANA, BEN].map(({ id, name, avatarUrl }) => ({ id, name, avatarUrl, email: null }));
const SAID: SpokenFact = { name: 'chat:message', data: aMessage() satisfies Message, aside: { contacts: CONTACTS } };

describe('encoderOf', () => {
  const events = (encoded: EncodedFact | undefined) => encoded?.map(({ frame }) => frame.event);

  it('encodes a fact once for all to whom it looks alike', () => {
    const encodedFor = encoderOf('lyceum', SAID);
    expect(events(encodedFor?.(ANA.id))).toEqual(['chat:message']);
    expect(encodedFor?.(BEN.id)).toBe(encodedFor?.(ANA.id));
  });

  it('encodes a fact that looks different to each once for each person', () => {
    const encodedFor = encoderOf('direct-messages', SAID);
    expect(events(encodedFor?.(ANA.id))).toEqual(['message:sent']);
    expect(events(encodedFor?.(BEN.id))).toEqual(['message:receive']);
    expect(encodedFor?.(BEN.id)).toBe(encodedFor?.(BEN.id));
  });

  it('encodes once for all what would look alike to each, in a row that is for each', () => {
    const crowd = Array.from({ length: 9 }, (_, n) => ({ ...BEN, id: `u-${String(n)}` }));
    const data = { users: crowd, total: 9, changes: { came: crowd, gone: [] } };
    const encodedFor = encoderOf('instant-mentor', { name: 'presence:online', data });
    expect(events(encodedFor?.(ANA.id))).toHaveLength(9);
    expect(encodedFor?.(ANA.id)).toBe(encodedFor?.(BEN.id));
  });

  it('gives several frames of one fact in their order', () => {
    const changes = { came: [ANA, BEN], gone: ['u-eva'] };
    const encodedFor = encoderOf('direct-messages', { name: 'presence:online', data: { users: [], total: 0, changes } });
    expect(events(encodedFor?.(ANA.id))).toEqual(['user:online', 'user:online', 'user:offline']);
  });

  it('gives nothing where a dialect has no words, for the fact or for this one', () => {
    expect(encoderOf('group-study', { name: 'presence:online', data: { users: [], total: 0 } })).toBeUndefined();
    expect(encoderOf('chatroom', SAID)).toBeUndefined();
    expect(encoderOf('direct-messages', { ...SAID, aside: {} })?.(ANA.id)).toEqual([]);
  });
});
