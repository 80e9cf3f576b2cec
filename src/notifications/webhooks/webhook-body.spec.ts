import { expect, it } from '@jest/globals';
import type { StoredOutboxEvent } from '../../database/index.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../protocol/index.js';
import { webhookBody } from './webhook-body.js';

const room = { id: 'r1', key: null, code: 'ABC234' };
/** Whatever any event has, with a code wherever there is a room. */
const data = {
  room: { ...room, kind: 'session' },
  call: { id: 'c1', room },
  request: { id: 'h1', room },
  message: { id: 'm1', text: 'Hello', room },
  pair: ['ana', 'ben'],
};
const bodyOf = (name: WebhookEvent, given: object = data) =>
  webhookBody({ id: 'e1', name, data: given, at: new Date(0) } as unknown as StoredOutboxEvent<WebhookEvent>);

it.each(WEBHOOK_EVENTS)('%s says what happened and when, and tells no code of a room', (type) => {
  const body = bodyOf(type);
  expect(body).toMatchObject({ type, timestamp: '1970-01-01T00:00:00.000Z', data: expect.any(Object) });
  expect(JSON.stringify(body)).not.toContain('ABC234');
});

it('shows a message, and not whose conversation it was for', () => {
  expect(bodyOf('message.created').data).toEqual({ message: { id: 'm1', text: 'Hello', room: { ...room, code: null } } });
});

it('shows a request for help that has no room yet', () => {
  expect(bodyOf('help.updated', { request: { id: 'h1', room: null } }).data).toEqual({ request: { id: 'h1', room: null } });
});
