import type { JsonObject } from '../../../support/inbox.js';
import { guestCreates, guestJoins, guestLeaves } from './guest.js';
import { ACCOUNTS, COMERS, comers, MEMBERS, MODERATORS, OWNER, type Cells } from './kinds.js';
import { here, nothing, target, type Row } from './row.js';
import { ask, type Scene } from './scene.js';

const byCode = ({ room }: Scene): JsonObject => ({ code: room.code });
const byId = ({ room }: Scene): JsonObject => ({ id: room.id });
const visitor = (scene: Scene): JsonObject => ({ ...here(scene), userId: scene.cast.visitor.id });
const bystander = ({ cast }: Scene): JsonObject => ({ user: { id: cast.bystander.id } });

const update = (wish: JsonObject) => (scene: Scene) => ask(scene.owner, 'rooms:update', { ...here(scene), ...wish });
const asMember = (role: string) => (scene: Scene) => ask(scene.owner, 'rooms:role', { ...target(scene), role });
/** The visitor stands at the door. */
const knocking = async (scene: Scene): Promise<void> => {
  await update({ entry: 'ask' })(scene);
  await scene.cast.visitor.client.request('rooms:join', { code: scene.room.code });
};

/** A moderator has no power over another. */
const OVER_MODERATORS = OWNER;
const OVER_OWNERS: Cells = { ...OWNER, owner: 'FORBIDDEN' };
/** To those outside a room of codes is no room without its code. */
const CODED: Cells = { ...comers('ROOM_NOT_FOUND'), guest: 'unreachable' };

export const ROOMS: readonly Row[] = [
  { command: 'rooms:create', cells: { ...ACCOUNTS, guest: 'ok' }, setting: 'none', payload: nothing, asGuest: guestCreates },
  { command: 'rooms:join', of: 'by its code', cells: COMERS, payload: byCode, asGuest: guestJoins },
  { command: 'rooms:join', of: 'by the id of a room of codes', cells: CODED, payload: byId },
  {
    command: 'rooms:join',
    of: 'a locked room',
    cells: comers('ROOM_LOCKED'),
    given: update({ locked: true }),
    payload: byCode,
    asGuest: guestJoins,
  },
  {
    command: 'rooms:join',
    of: 'a room with a waiting room',
    // Whoever may let others in need not ask.
    cells: { ...comers('ROOM_WAITING'), admin: 'ok' },
    given: update({ entry: 'ask' }),
    payload: byCode,
    asGuest: guestJoins,
  },
  { command: 'rooms:leave', cells: { ...MEMBERS, guest: 'ok' }, payload: here, asGuest: guestLeaves },
  { command: 'rooms:list', cells: ACCOUNTS, setting: 'none', payload: nothing },
  { command: 'rooms:get', cells: { ...MEMBERS, banned: 'BANNED' }, payload: here },
  { command: 'rooms:announce', cells: MODERATORS, payload: (scene) => ({ ...here(scene), data: { slide: 2 } }) },
  { command: 'rooms:update', cells: MODERATORS, payload: (scene) => ({ ...here(scene), title: 'Algebra' }) },
  { command: 'rooms:close', cells: OWNER, payload: here },
  { command: 'rooms:rotate-code', cells: MODERATORS, payload: here },
  { command: 'rooms:members', cells: { ...MEMBERS, banned: 'BANNED', admin: 'ok' }, payload: here },
  { command: 'rooms:members', of: 'the banned', cells: MODERATORS, payload: (scene) => ({ ...here(scene), banned: true }) },
  { command: 'rooms:invite', cells: MODERATORS, payload: visitor },
  { command: 'rooms:kick', of: 'a member', cells: MODERATORS, payload: target },
  { command: 'rooms:kick', of: 'a moderator', cells: OVER_MODERATORS, given: asMember('moderator'), payload: target },
  {
    command: 'rooms:kick',
    of: 'the owner',
    cells: OVER_OWNERS,
    payload: (scene) => ({ ...here(scene), userId: scene.owner.id }),
  },
  { command: 'rooms:ban', of: 'a member', cells: MODERATORS, payload: target },
  { command: 'rooms:ban', of: 'a moderator', cells: OVER_MODERATORS, given: asMember('moderator'), payload: target },
  {
    command: 'rooms:unban',
    cells: MODERATORS,
    given: (scene) => ask(scene.owner, 'rooms:ban', target(scene)),
    payload: target,
  },
  { command: 'rooms:mute', of: 'a member', cells: MODERATORS, payload: (scene) => ({ ...target(scene), on: true }) },
  {
    command: 'rooms:mute',
    of: 'a moderator',
    cells: OVER_MODERATORS,
    given: asMember('moderator'),
    payload: (scene) => ({ ...target(scene), on: true }),
  },
  { command: 'rooms:role', cells: OWNER, payload: (scene) => ({ ...target(scene), role: 'moderator' }) },
  { command: 'rooms:waiting', cells: MODERATORS, given: knocking, payload: here },
  { command: 'rooms:admit', cells: MODERATORS, given: knocking, payload: visitor },
  { command: 'rooms:deny', cells: MODERATORS, given: knocking, payload: visitor },
  { command: 'rooms:block', cells: ACCOUNTS, setting: 'none', payload: bystander },
  {
    command: 'rooms:unblock',
    cells: ACCOUNTS,
    setting: 'none',
    given: (scene) => ask(scene.actor, 'rooms:block', bystander(scene)),
    payload: bystander,
  },
  { command: 'rooms:blocks', cells: ACCOUNTS, setting: 'none', payload: nothing },
];
