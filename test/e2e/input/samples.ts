import jwt from 'jsonwebtoken';
import type { CommandName, PayloadOf, RoomTarget } from '../../../src/protocol/index.js';
import { bystanderAsks, helpedRequest, ownRequest, withdrawn } from '../../contract/lyceum/rights/help-rows.js';
import { lastingCall, othersCall, ringingCall } from '../../contract/lyceum/rights/calls.js';
import { ask, type Scene } from '../../contract/lyceum/rights/scene.js';
import { call } from '../../support/http-client.js';
import { newId } from '../../support/tokens.js';
import { fileForm, uploaded } from '../../support/uploads.js';

type Samples<C extends CommandName> = readonly PayloadOf<C>[] | Promise<readonly PayloadOf<C>[]>;

/** The room by all its names. */
const room = (scene: Scene): RoomTarget => {
  const { id, key, code } = scene.room as { id: string; key: string; code: string };
  return { id, key, code };
};
const who = ({ id, username }: { id: string; username: string }) => ({ id, username });
const peer = ({ cast }: Scene) => who(cast.target);
const marks = async (scene: Scene) => {
  await ask(scene.actor, 'chat:send', { to: peer(scene), text: 'Hello' });
  return [{ room: room(scene), seq: 1 }, { messageId: scene.othersMessage }, { with: peer(scene) }];
};
const target = (scene: Scene) => ({ room: room(scene), userId: scene.cast.target.id });
const visitor = (scene: Scene) => ({ room: room(scene), userId: scene.cast.visitor.id });
const bystander = ({ cast: { bystander: who } }: Scene) => ({ user: { id: who.id, username: who.username } });

async function knocking(scene: Scene): Promise<void> {
  await ask(scene.owner, 'rooms:update', { room: room(scene), entry: 'ask' });
  await scene.cast.visitor.client.request('rooms:join', { code: scene.room.code });
}

async function secondSession({ gateway, actor: { username, password } }: Scene): Promise<string> {
  const { body } = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
  return (jwt.decode(body.token as string) as { sid: string }).sid;
}

async function ownFile({ gateway, actor }: Scene): Promise<string> {
  const { id } = await uploaded(gateway, actor.token, fileForm('plan.txt', 'First we read.'));
  return id as string;
}

const NO_NOTIFICATION = '00000000-0000-7000-8000-000000000000';

/** Commands that mentors alone may give. */
export const BY_MENTORS: ReadonlySet<CommandName> = new Set(['mentors:set', 'mentors:get', 'help:accept', 'help:decline']);

/**
 * For each command payloads that its actor, the room's owner or a mentor, may send; between them they show every field. What they need beforehand
 * is done when they are asked for.
 */
export const SAMPLES: { readonly [C in CommandName]: (scene: Scene) => Samples<C> } = {
  'auth:me': () => [{}],
  'auth:refresh': ({ actor }) => [{ token: actor.token }],
  'auth:sessions': () => [{}],
  'auth:revoke': async (scene) => [{ sid: await secondSession(scene) }],
  'presence:online': () => [{ watch: false }],
  'presence:set': () => [{ state: 'hidden', statusText: 'In a lesson', until: new Date(Date.now() + 3_600_000).toISOString() }],
  'presence:watch': ({ cast }) => [{ users: [cast.target.id] }],
  'presence:unwatch': ({ cast }) => [{ users: [cast.target.id] }],
  'rooms:create': () => [
    { title: 'Algebra', visibility: 'code', capacity: 20, expiresInMinutes: 60, key: newId('key'), entry: 'open' },
  ],
  'rooms:join': (scene) => [{ ...room(scene), create: true, name: 'Ana' }],
  'rooms:leave': (scene) => [{ room: room(scene) }],
  'rooms:list': (scene) => [{ limit: 10, before: scene.room.id as string }],
  'rooms:get': (scene) => [{ room: room(scene) }],
  'rooms:announce': (scene) => [{ room: room(scene), data: { slide: 2, notes: ['a', { b: null }] } }],
  'rooms:update': (scene) => [{ room: room(scene), title: 'Geometry', locked: false, capacity: 30, entry: 'open' }],
  'rooms:close': (scene) => [{ room: room(scene) }],
  'rooms:rotate-code': (scene) => [{ room: room(scene) }],
  'rooms:members': (scene) => [{ room: room(scene), banned: false, after: scene.cast.target.id, limit: 10 }],
  'rooms:invite': (scene) => [visitor(scene)],
  'rooms:kick': (scene) => [target(scene)],
  'rooms:ban': (scene) => [target(scene)],
  'rooms:unban': async (scene) => {
    await ask(scene.owner, 'rooms:ban', target(scene));
    return [target(scene)];
  },
  'rooms:mute': (scene) => [{ ...target(scene), on: true }],
  'rooms:role': (scene) => [{ ...target(scene), role: 'moderator' }],
  'rooms:waiting': (scene) => [{ room: room(scene) }],
  'rooms:admit': async (scene) => {
    await knocking(scene);
    return [visitor(scene)];
  },
  'rooms:deny': async (scene) => {
    await knocking(scene);
    return [visitor(scene)];
  },
  'rooms:block': (scene) => [bystander(scene)],
  'rooms:unblock': async (scene) => {
    await ask(scene.actor, 'rooms:block', bystander(scene));
    return [bystander(scene)];
  },
  'rooms:blocks': () => [{}],
  'chat:send': async (scene) => [
    {
      room: room(scene),
      text: 'Hello',
      clientId: newId('client'),
      kind: 'text',
      metadata: { a: [1, 'b', null] },
      replyTo: scene.othersMessage,
      mentions: [scene.cast.target.id],
    },
    { to: peer(scene), text: 'Hello' },
    { room: room(scene), text: '', attachments: [await ownFile(scene)] },
  ],
  'chat:history': (scene) => [
    { room: room(scene), before: 2, limit: 10 },
    { room: room(scene), after: 0 },
    { room: room(scene), around: 1 },
  ],
  'chat:sync': (scene) => [{ rooms: [{ room: room(scene), afterSeq: 0 }] }],
  'chat:edit': (scene) => [{ messageId: scene.ownMessage, text: 'Better said', ifRevision: 2 }],
  'chat:delete': (scene) => [{ messageId: scene.ownMessage }],
  'chat:react': (scene) => [{ messageId: scene.othersMessage, emoji: '👍', on: true }],
  'chat:pin': (scene) => [{ messageId: scene.othersMessage, on: true }],
  'chat:pins': async (scene) => {
    await ask(scene.owner, 'chat:pin', { messageId: scene.othersMessage, on: true });
    return [{ room: room(scene), after: scene.othersMessage }];
  },
  'chat:search': async (scene) => {
    const page = await ask(scene.actor, 'chat:search', { query: 'said', limit: 1 });
    return [
      { room: room(scene), query: 'said', before: 3, limit: 10 },
      { query: 'said', ...(typeof page.cursor === 'string' ? { cursor: page.cursor } : {}) },
    ];
  },
  'chat:typing': (scene) => [
    { room: room(scene), on: true },
    { to: peer(scene), on: true },
  ],
  'chat:read': marks,
  'chat:delivered': marks,
  'chat:missed': () => [{}],
  'chat:unread': (scene) => [{}, { room: room(scene) }],
  'chat:receipts': (scene) => [{ room: room(scene) }],
  'mentors:set': () => [
    {
      availability: 'available',
      statusText: 'Ask me',
      subjects: ['Maths', 'Physics'],
      capacity: 2,
      metadata: { a: [1, 'b', null] },
    },
  ],
  'mentors:get': () => [{}],
  'mentors:list': () => [
    { subject: 'Maths', available: true, watch: false, limit: 10, after: Buffer.from('[true,"ana","1"]').toString('base64url') },
  ],
  'help:request': async (scene) => {
    await withdrawn(scene.actor);
    const mentor = { id: scene.cast.actors.mentor.id, username: scene.cast.actors.mentor.username };
    return [{ subject: 'Maths', text: 'How?', urgency: 'high', mentor, metadata: { a: [1, 'b', null] } }];
  },
  'help:accept': async (scene) => [await bystanderAsks(scene)],
  'help:decline': async (scene) => [await bystanderAsks(scene)],
  'help:cancel': async (scene) => [await ownRequest(scene)],
  'help:resolve': async (scene) => [{ ...(await helpedRequest(scene)), rating: 5, note: 'Well explained' }],
  'help:queue': () => [{}],
  'calls:start': async (scene) => [
    // Busy, so that the caller is free at once for the next.
    {
      to: who((await othersCall(scene)).callee),
      kind: 'video',
      offer: { sdp: 'v=0', more: [1, null] },
      metadata: { topic: 'Algebra' },
    },
    { room: room(scene), kind: 'audio' },
  ],
  'calls:accept': async (scene) => {
    const { caller, callId } = await ringingCall(scene);
    return [{ callId, with: who(caller), answer: { sdp: 'v=0' }, metadata: { camera: 'off' } }];
  },
  'calls:reject': async (scene) => {
    const { caller, callId } = await ringingCall(scene);
    return [{ callId, with: who(caller), reason: 'In a lesson' }];
  },
  'calls:cancel': async (scene) => {
    const { callee, callId } = await ringingCall(scene, 'outgoing');
    return [{ callId, with: who(callee) }];
  },
  'calls:end': async (scene) => {
    const { caller, callId } = await lastingCall(scene);
    return [{ callId, with: who(caller) }];
  },
  'calls:signal': async (scene) => {
    const { caller, callId } = await lastingCall(scene);
    return [
      { callId, with: who(caller), to: who(caller), type: 'candidate', data: { candidate: 'candidate:1', sdpMLineIndex: 0 } },
    ];
  },
  'calls:current': () => [{}],
  'calls:ice-servers': () => [{}],
  'calls:join-sfu': async (scene) => [{ callId: (await lastingCall(scene)).callId }],
  'calls:history': () => [{ before: '00000000-0000-7000-8000-000000000000', limit: 10 }],
  'calls:stats': async (scene) => {
    const { callId } = await lastingCall(scene);
    const packets = { packetsSent: 10, packetsReceived: 9, packetsLost: 1, bytesSent: 1000, bytesReceived: 900 };
    return [{ callId, stats: { roundTripMs: 12.5, jitterMs: 1.5, ...packets, relayed: false } }];
  },
  'notifications:list': () => [
    {
      before: Buffer.from(JSON.stringify(['2026-01-02T03:04:05.678Z', NO_NOTIFICATION])).toString('base64url'),
      limit: 10,
      unread: true,
    },
  ],
  'notifications:read': () => [{ ids: [NO_NOTIFICATION] }, { until: NO_NOTIFICATION }],
};
