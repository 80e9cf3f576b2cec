import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { ROOMY, START_MS } from '../settings.js';
import { closeAll } from './lyceum-client.js';
import { newPerson, roomOf, say, type Person } from './shapes.js';

/** Every command of moderators; with a person of the room where it is about one. */
const COMMANDS = {
  'rooms:update': { locked: true },
  'rooms:close': {},
  'rooms:rotate-code': {},
  'rooms:kick': { on: 'somebody' },
  'rooms:ban': { on: 'somebody' },
  'rooms:unban': { on: 'somebody' },
  'rooms:mute': { on: true },
  'rooms:role': { role: 'moderator' },
} as const;
const NAMES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];
const OWNERS_ALONE = ['rooms:close', 'rooms:role'];
const ON_PEOPLE = ['rooms:kick', 'rooms:ban', 'rooms:mute', 'rooms:role'] as const;
const NOBODY = '01890000-0000-7000-8000-000000000000';

describe('lyceum: what of moderating is refused', () => {
  let gateway: BorrowedGateway;
  let owner: Person;
  let moderator: Person;
  let member: Person;
  let stranger: Person;
  let room: JsonObject;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  beforeEach(async () => {
    [owner, moderator, member, stranger] = [
      await newPerson(gateway, 'websocket', 'owner'),
      await newPerson(gateway, 'websocket', 'mod'),
      await newPerson(gateway, 'websocket', 'member'),
      await newPerson(gateway, 'websocket', 'stranger'),
    ];
    room = await roomOf(owner, moderator, member);
    dataOf(await owner.client.request('rooms:role', { room, userId: moderator.id, role: 'moderator' }));
  });
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const ask = ({ client }: Person, command: keyof typeof COMMANDS, more: JsonObject = {}): Promise<JsonObject> =>
    client.request(command, { room: { id: room.id }, userId: member.id, ...COMMANDS[command], ...more });

  it.each(NAMES)('%s of a stranger, a member, and who is banned', async (command) => {
    expectRefusal(await ask(stranger, command), 'NOT_A_MEMBER');
    expectRefusal(await ask(member, command, { userId: moderator.id }), 'FORBIDDEN');
    dataOf(await owner.client.request('rooms:ban', { room, userId: stranger.id }));
    expectRefusal(await ask(stranger, command), 'BANNED');
    await say(member, room, 'all as before');
  });

  it.each(NAMES)('%s in a room that is not there, or that a stranger could not join', async (command) => {
    const hidden = dataOf(await owner.client.request('rooms:create', { visibility: 'private' }));

    expectRefusal(await ask(owner, command, { room: { id: NOBODY } }), 'ROOM_NOT_FOUND');
    expectRefusal(await ask(stranger, command, { room: { id: hidden.id } }), 'ROOM_NOT_FOUND');
  });

  it.each(OWNERS_ALONE)('%s of a moderator', async (command) => {
    expectRefusal(await ask(moderator, command as 'rooms:role'), 'FORBIDDEN');
  });

  it.each(ON_PEOPLE)('%s of a moderator on the owner, and of anybody on themselves', async (command) => {
    expectRefusal(await ask(moderator, command, { userId: owner.id }), 'FORBIDDEN');
    expectRefusal(await ask(owner, command, { userId: owner.id }), 'FORBIDDEN');
    expectRefusal(await ask(moderator, command, { userId: moderator.id }), 'FORBIDDEN');
  });

  it.each(['rooms:kick', 'rooms:mute', 'rooms:role', 'rooms:unban'] as const)(
    '%s of who is not there for it',
    async (command) => {
      expectRefusal(await ask(owner, command, { userId: stranger.id }), 'NOT_FOUND');
    },
  );

  it('rooms:ban of nobody', async () => {
    expectRefusal(await ask(owner, 'rooms:ban', { userId: NOBODY }), 'USER_NOT_FOUND');
    expectRefusal(await ask(owner, 'rooms:ban', { userId: `guest:${NOBODY}` }), 'USER_NOT_FOUND');
  });

  it('the banned are shown to moderators alone, and members to members', async () => {
    const target = { room: { id: room.id } };
    expectRefusal(await stranger.client.request('rooms:members', target), 'NOT_A_MEMBER');
    expectRefusal(await member.client.request('rooms:members', { ...target, banned: true }), 'FORBIDDEN');
    dataOf(await moderator.client.request('rooms:members', { ...target, banned: true }));
  });

  it('a moderator acts on members', async () => {
    dataOf(await ask(moderator, 'rooms:mute'));
    dataOf(await ask(moderator, 'rooms:update'));
    dataOf(await ask(moderator, 'rooms:rotate-code'));
    dataOf(await ask(moderator, 'rooms:kick'));
    dataOf(await ask(moderator, 'rooms:ban'));
    dataOf(await ask(moderator, 'rooms:unban'));
  });

  it.each([
    ['rooms:kick', { userId: '' }, 'userId'],
    ['rooms:kick', { userId: 7 }, 'userId'],
    ['rooms:ban', { userId: 'x'.repeat(257) }, 'userId'],
    ['rooms:unban', { userId: undefined }, 'userId'],
    ['rooms:mute', { on: 'yes' }, 'on'],
    ['rooms:role', { role: 'admin' }, 'role'],
    ['rooms:role', { role: '__proto__' }, 'role'],
    ['rooms:update', { capacity: 1 }, 'capacity'],
    ['rooms:update', { capacity: 10_001 }, 'capacity'],
    ['rooms:update', { capacity: '12' }, 'capacity'],
    ['rooms:update', { title: 'x'.repeat(201) }, 'title'],
    ['rooms:update', { title: 'a\0b' }, 'title'],
    ['rooms:update', { locked: 1 }, 'locked'],
    ['rooms:update', { entry: 'closed' }, 'entry'],
    ['rooms:close', { room: {} }, 'room'],
    ['rooms:rotate-code', { room: [] }, 'room'],
  ] as const)('%s with %j is INVALID', async (command, wrong, field) => {
    const answer = await ask(owner, command, wrong);

    expectRefusal(answer, 'INVALID');
    expect(answer).toMatchObject({ error: { field } });
  });

  it('no rights come from a payload', async () => {
    const spoofed = { user: { id: owner.id, role: 'admin' }, from: owner.id, senderId: owner.id, role: 'owner', by: owner.id };

    expectRefusal(await ask(member, 'rooms:kick', { ...spoofed, userId: moderator.id }), 'FORBIDDEN');
    expectRefusal(await ask(stranger, 'rooms:close', spoofed), 'NOT_A_MEMBER');
  });

  it('a private room has no code to change, and the lobby is nobody’s', async () => {
    const hidden = dataOf(await owner.client.request('rooms:create', { visibility: 'private' }));
    expectRefusal(await owner.client.request('rooms:rotate-code', { room: hidden }), 'FORBIDDEN');

    const lobby = { key: 'lobby' };
    expect(dataOf(await member.client.request('rooms:join', lobby))).toMatchObject({ role: 'member', room: { kind: 'lobby' } });
    for (const command of NAMES) expectRefusal(await ask(member, command, { room: lobby, userId: owner.id }), 'FORBIDDEN');
    dataOf(await member.client.request('rooms:leave', { room: lobby }));
  });
});
