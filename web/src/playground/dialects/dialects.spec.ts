import { describe, expect, it } from '@jest/globals';
import type { CommandName } from '@lyceum/client';
import { DIALECTS } from '../connection/settings.js';
import { PLAYGROUND_DIALECTS } from './dialects.js';

/** What `known.ts` reads from frames, and what the page adds of the two people. */
const PLACEHOLDERS = [
  ...['room.id', 'code', 'message.id', 'conversation.id', 'call.id', 'request.id', 'notification.id', 'session.id'],
  ...['my.id', 'my.name', 'my.token', 'their.id', 'their.username', 'now', 'time', 'new.id'],
];
const ROWS = {
  'group-study': ['create', 'join', 'leave', 'message'],
  chatroom: ['send_message', 'call_user', 'call_answer', 'ice_candidate', 'end_call'],
  'direct-messages': ['message:send', 'status:request'],
  'skill-lift': ['join_room', 'leave_room', 'chat_message', 'live_session_update', 'ping'],
  'instant-mentor': [
    ...['send_message', 'mark_read', 'message_read', 'user_typing', 'user_stopped_typing', 'initiate_call', 'accept_call'],
    ...['reject_call', 'end_call', 'webrtc_offer', 'webrtc_answer', 'webrtc_ice_candidate', 'webrtc_hangup'],
    ...['mentor_available', 'mentor_busy', 'student_request_help', 'accept_help_request', 'decline_help_request'],
    ...['cancel_help_request', 'join_session', 'leave_session', 'user_online', 'user_offline', 'ping'],
  ],
};
/** A command that is missing here, or is none any more, does not compile. */
const COMMANDS: Readonly<Record<CommandName, true>> = {
  ...{ 'auth:me': true, 'auth:refresh': true, 'auth:sessions': true, 'auth:revoke': true },
  ...{ 'presence:online': true, 'presence:set': true, 'presence:watch': true, 'presence:unwatch': true },
  ...{ 'rooms:create': true, 'rooms:join': true, 'rooms:leave': true, 'rooms:list': true, 'rooms:get': true },
  ...{ 'rooms:announce': true, 'rooms:update': true, 'rooms:close': true, 'rooms:rotate-code': true, 'rooms:members': true },
  ...{ 'rooms:invite': true, 'rooms:kick': true, 'rooms:ban': true, 'rooms:unban': true, 'rooms:mute': true },
  ...{ 'rooms:role': true, 'rooms:waiting': true, 'rooms:admit': true, 'rooms:deny': true },
  ...{ 'rooms:block': true, 'rooms:unblock': true, 'rooms:blocks': true },
  ...{ 'chat:send': true, 'chat:history': true, 'chat:sync': true, 'chat:edit': true, 'chat:delete': true },
  ...{ 'chat:react': true, 'chat:pin': true, 'chat:pins': true, 'chat:search': true, 'chat:typing': true },
  ...{ 'chat:read': true, 'chat:delivered': true, 'chat:missed': true, 'chat:unread': true, 'chat:receipts': true },
  ...{ 'calls:start': true, 'calls:accept': true, 'calls:reject': true, 'calls:cancel': true, 'calls:end': true },
  ...{ 'calls:signal': true, 'calls:current': true, 'calls:history': true, 'calls:stats': true },
  ...{ 'calls:ice-servers': true, 'calls:join-sfu': true },
  ...{ 'help:request': true, 'help:accept': true, 'help:decline': true, 'help:cancel': true, 'help:resolve': true },
  ...{ 'help:queue': true, 'mentors:set': true, 'mentors:get': true, 'mentors:list': true },
  ...{ 'notifications:list': true, 'notifications:read': true },
};

describe.each(DIALECTS)('the examples of %s', (name) => {
  const { groups, named, identities, carriers, ...dialect } = PLAYGROUND_DIALECTS[name];
  const examples = groups.flatMap((group) => group.examples);

  it('show every event that its clients may send, and how one that nobody knows is refused', () => {
    const events = name === 'lyceum' ? Object.keys(COMMANDS) : ROWS[name];
    const refused = groups.find(({ title }) => title === 'What is refused')?.examples ?? [];
    const shown = new Set(examples.filter((example) => !refused.includes(example)).map(({ event }) => event));
    expect([...shown].sort()).toEqual([...events].sort());
    expect(refused.some(({ event }) => /^no[_:]such/.test(event))).toBe(name !== 'direct-messages');
  });

  it('are each told apart by what they say', () => {
    const titles = examples.map(({ event, says }) => `${event} ${says}`);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('leave nothing open that the page can’t fill in', () => {
    const open = JSON.stringify(examples).match(/(?<=")\{[a-z.]+\}(?=")/g) ?? [];
    expect(open.map((placeholder) => placeholder.slice(1, -1)).filter((one) => !PLACEHOLDERS.includes(one))).toEqual([]);
  });

  it('belong to a dialect that can be connected to', () => {
    expect(dialect.name).toBe(name);
    expect([carriers.length, identities.length].every((count) => count > 0)).toBe(true);
    expect(named || name !== 'lyceum').toBe(true);
  });
});
