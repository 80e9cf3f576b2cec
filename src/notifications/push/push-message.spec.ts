import { describe, expect, it } from '@jest/globals';
import type { PushMessage } from '../../protocol/index.js';
import { fitting, topicOf } from './push-message.js';

const MESSAGE: PushMessage = { id: '1', kind: 'message', title: 'ana', body: 'Hello', data: { roomId: 'r' }, tag: null };
const bytesOf = (message: PushMessage) => Buffer.byteLength(JSON.stringify(message));

describe('a message that must fit', () => {
  it('stays as it is where it does', () => {
    expect(fitting(MESSAGE, 3_000)).toBe(MESSAGE);
  });

  it.each([
    ['letters', 'a'],
    ['two bytes each', 'é'],
    ['emoji', '👩‍🏫'],
    ['what JSON escapes', '"'],
  ])('has as much of a long text as fits: %s', (_, unit) => {
    const fits = fitting({ ...MESSAGE, body: unit.repeat(5_000) }, 1_000);

    expect(bytesOf(fits)).toBeLessThanOrEqual(1_000);
    expect(bytesOf(fits) + 2 * Buffer.byteLength(JSON.stringify(unit))).toBeGreaterThan(1_000);
    expect(fits.body).toBe(`${unit.repeat((fits.body.length - 1) / unit.length)}…`);
    expect(fits).toMatchObject({ title: 'ana', data: { roomId: 'r' } });
  });

  it('has a long title cut, and goes without data that leaves no place', () => {
    const fits = fitting({ ...MESSAGE, title: 'b'.repeat(4_000), data: { more: 'x'.repeat(8_000) } }, 3_000);

    expect(fits).toEqual({ ...MESSAGE, title: `${'b'.repeat(99)}…`, data: {} });
  });

  it('of a call goes without the picture before it goes without what answers it', () => {
    const from = { id: 'u'.repeat(100), name: 'ana', avatarUrl: `https://app.example/${'x'.repeat(2_000)}` };
    const data = { callId: 'c-1', from, token: 't'.repeat(700) };
    const call: PushMessage = { ...MESSAGE, kind: 'call', data, body: 'Video call' };

    expect(fitting(call, 2_000)).toEqual({ ...call, data: { ...data, from: { ...from, avatarUrl: null } } });
  });
});

describe('a topic', () => {
  it('is short, the same for the same key, and says nothing of it', () => {
    const topic = topicOf('room:0191d1a0-0000-7000-8000-000000000000');

    expect(topic).toMatch(/^[\w-]{32}$/);
    expect(topicOf('room:0191d1a0-0000-7000-8000-000000000000')).toBe(topic);
    expect(topicOf('room:0191d1a0-0000-7000-8000-000000000001')).not.toBe(topic);
  });
});
