import { describe, expect, it } from '@jest/globals';
import { aConnection, aFile, aMessage, ANA, BEN, NOW, SERVER } from '../../../../test/support/realtime/canonical.js';
import { asks, play, says, type Answers } from '../../../../test/support/realtime/play-script.js';
import { AppError } from '../../../common/index.js';
import type { Call, HelpRequest, ListMentors, MentorStatus, RoomRef, User } from '../../../protocol/index.js';
import type { Aside } from '../dialect.js';
import { framesOf, type Frame, type Said } from '../script.js';
import { instantMentor } from './instant-mentor.js';
import { showRequests } from './help.js';
import { showMentors } from './mentors.js';

const GRETA: User = { ...ANA, id: 'guest:greta:1', username: null, name: 'greta:1', guest: true };
const DIRECT: RoomRef = { id: 'room-2', key: null, code: null };
const SESSION: RoomRef = { id: 'room-1', key: 'session_42', code: null };
const CONTACTS = [ANA, GRETA].map(({ id, name }) => ({ id, name, avatarUrl: null, email: null }));

const CALL: Call = {
  id: 'call-1',
  kind: 'video',
  state: 'ringing',
  room: DIRECT,
  isRoomCall: false,
  caller: ANA,
  parties: [
    { user: ANA, state: 'joined', joinedAt: NOW },
    { user: GRETA, state: 'invited', joinedAt: null },
  ],
  startedAt: NOW,
  acceptedAt: null,
  endedAt: null,
  endReason: null,
  endedBy: null,
  durationSeconds: null,
};

const REQUEST: HelpRequest = {
  id: 'request-1',
  state: 'active',
  student: ANA,
  subject: 'Algebra',
  text: null,
  urgency: 'medium',
  metadata: null,
  target: null,
  mentor: { ...GRETA, role: 'mentor' },
  room: SESSION,
  requestedAt: NOW,
  acceptedAt: NOW,
  endedAt: null,
  rating: null,
  note: null,
};

function handle(event: string, fields: object, given: Answers = {}, rooms: RoomRef[] = []) {
  const row = instantMentor.row(event);
  if (row === undefined) throw new Error(`There is no ${event}`);
  return play(row(fields as Record<string, unknown>, aConnection(ANA, rooms), SERVER), given).deeds;
}

/** As the app sends it. */
const wrapped = (data: object, receiverId?: string | null) => ({
  id: '1',
  event: 'e',
  timestamp: NOW,
  data,
  senderId: 'u-eve',
  receiverId,
});

function shown(fact: keyof NonNullable<typeof instantMentor.personal>, data: object, viewer: User, aside: Aside = {}) {
  const personal = instantMentor.personal?.[fact] as (data: object, viewer: { userId: string }, aside: Aside) => Said | undefined;
  const row = instantMentor.outbound[fact] as ((data: object) => Said) | undefined;
  const said = personal(data, { userId: viewer.id }, aside);
  return framesOf(said === undefined ? (row?.(data) ?? null) : said);
}

describe('instant-mentor, from the client', () => {
  it.each([
    ['flat', { receiverId: 'u-ben', content: 'Hi' }],
    ['wrapped', wrapped({ content: 'Hi' }, 'u-ben')],
    ['wrapped, with the receiver inside', wrapped({ content: 'Hi', receiverId: 'u-ben' }, null)],
    ['wrapped around another receiver', wrapped({ content: 'Hi', receiverId: 'u-eve' }, 'u-ben')],
    ['with what it says of itself', { ...wrapped({ content: 'Hi', id: '1', clientId: '1', senderId: 'u-eve' }, 'u-ben') }],
  ])('a payload %s means the same', (_form, payload) => {
    expect(handle('send_message', payload)).toEqual([asks('chat:send', { to: { id: 'u-ben' }, text: 'Hi', kind: 'text' })]);
  });

  it('a message without a receiver goes to the joined session, by whichever of its names', () => {
    const send = asks('chat:send', { room: { id: 'room-1' }, text: 'Hi', kind: 'image', metadata: { w: 1, fileId: 'f' } });
    const fields = {
      sessionId: 'session_42',
      content: 'Hi',
      messageType: 'image',
      metadata: { w: 1 },
      fileId: 'f',
      receiverId: '',
    };
    expect(handle('send_message', wrapped(fields, ''), {}, [SESSION])).toEqual([send]);
    const ofCode = { ...SESSION, key: null, code: 'ABC234' };
    expect(handle('user_typing', { sessionId: 'abc234' }, {}, [ofCode])).toEqual([
      asks('chat:typing', { room: { id: 'room-1' }, on: true }),
    ]);
  });

  it('a file of ours goes into the message, one of the app’s own store with its id', () => {
    const { id: own } = aFile();
    const said = { to: { id: 'u-ben' }, text: '', kind: 'file', metadata: { w: 1 } };
    const fields = { receiverId: 'u-ben', content: '', messageType: 'file', metadata: { w: 1 } };
    const withFile = asks('chat:send', { ...said, attachments: [own] });
    const withId = (fileId: string) => asks('chat:send', { ...said, metadata: { w: 1, fileId } });
    const unknown: Answers = {
      'chat:send': ({ attachments }: { attachments?: string[] }) =>
        attachments === undefined ? {} : new AppError('FILE_NOT_FOUND'),
    };
    expect(handle('send_message', { ...fields, fileId: own })).toEqual([withFile]);
    expect(handle('send_message', { ...fields, fileId: own }, unknown)).toEqual([withFile, withId(own)]);
    const foreign = '7d0a3f6e-7a51-4b57-9d8e-1d3f5b7a9c1e';
    expect(handle('send_message', { ...fields, fileId: foreign }, unknown)).toEqual([withId(foreign)]);
    const used = new AppError('INVALID', { field: 'attachments' });
    expect(() => handle('send_message', { ...fields, fileId: own }, { 'chat:send': () => used })).toThrow(used);
  });

  it.each([
    [{ messageId: 'm-1', senderId: 'u-ben' }, { messageId: 'm-1' }],
    [{ senderId: 'u-ben' }, { with: { id: 'u-ben' } }],
    [wrapped({ senderId: 7 }), { with: { id: '7' } }],
  ])('mark_read %j is everything up to there', (fields, mark) => {
    for (const event of ['mark_read', 'message_read']) expect(handle(event, fields)).toEqual([asks('chat:read', mark)]);
  });

  it.each(['user_online', 'user_offline'])('%s changes nothing', (event) => {
    expect(handle(event, { userId: 'u-eve', role: 'mentor', timestamp: NOW })).toEqual([]);
  });

  it.each([
    ['mentor_available', {}, 'available'],
    ['mentor_busy', {}, 'busy'],
    ['mentor_busy', { status: 'offline' }, 'offline'],
  ])('%s %j chooses a status, without what was said with the one before', (event, fields, availability) => {
    expect(handle(event, fields)).toEqual([asks('mentors:set', { availability, statusText: null, metadata: null })]);
  });

  it('join_session joins a live code’s session, else makes a room of that key, and never the lobby', () => {
    const answers: Answers = {
      'rooms:join': ({ code }: { code?: string }) => (code === undefined ? {} : new AppError('ROOM_NOT_FOUND')),
    };
    expect(handle('join_session', { sessionId: 'ABC234' }, answers)).toEqual([
      asks('rooms:join', { code: 'ABC234' }),
      asks('rooms:join', { key: 'ABC234', create: true }),
    ]);
    expect(() => handle('join_session', { sessionId: 'lobby' })).toThrow(AppError);
  });

  it('a call that can’t be made is not confirmed', () => {
    const [ringing, busy] = (['ringing', 'ended'] as const).map((state) =>
      handle('initiate_call', { receiverId: 'greta:1', callType: 'video' }, { 'calls:start': () => ({ ...CALL, state }) }),
    );
    expect(busy).toEqual([asks('calls:start', { to: { id: 'greta:1' }, kind: 'video' })]);
    expect(ringing?.[1]).toEqual(
      says('call_initiated_confirmed', expect.objectContaining({ id: 'call-1', receiverId: 'greta:1', status: 'ringing' })),
    );
  });

  it('who accepts a call that was offered is given the offer, and answers by the id that it was given', () => {
    const accepting = (offer: unknown) => handle('accept_call', { id: 'call-1' }, { 'calls:accept': () => ({ ...CALL, offer }) });
    expect(accepting(null)).toEqual([asks('calls:accept', { callId: 'call-1' })]);
    expect(accepting({ sdp: 'v=0' })[1]).toMatchObject({
      says: { event: 'webrtc_offer', data: { callId: 'call-1', payload: { sdp: 'v=0' } } },
    });
  });

  it.each([
    [{ mentorId: 'broadcast_to_mentors' }, {}],
    [wrapped({}, 'broadcast_to_mentors'), {}],
    [{}, {}],
    [wrapped({ mentorId: 'u-ben' }, 'broadcast_to_mentors'), { mentor: { id: 'u-ben' } }],
    [wrapped({}, 'u-ben'), { mentor: { id: 'u-ben' } }],
  ])('a request for help %j asks whom it names', (fields: object, target) => {
    const data =
      'data' in fields
        ? { ...fields, data: { ...(fields.data as object), subject: 'Algebra' } }
        : { ...fields, subject: 'Algebra' };
    const [first] = handle('student_request_help', data, { 'help:request': () => ({ ...REQUEST, target: null }) });
    expect(first).toEqual(asks('help:request', { subject: 'Algebra', urgency: 'medium', ...target }));
  });

  it('events that there are not, and what objects inherit, are no rows', () => {
    for (const event of ['toString', '__proto__', 'call_initiated', 'lyceum']) expect(instantMentor.row(event)).toBeUndefined();
  });
});

describe('instant-mentor, to the client', () => {
  it('every frame is completed, lists object by object, without touching what a row says', () => {
    const stamp = { id: 'stamp-1', at: NOW };
    const made = (data: object) => instantMentor.complete?.({ event: 'e', data }, stamp).data;
    expect(made({ a: 1 })).toEqual({ a: 1, id: 'stamp-1', senderId: 'system', timestamp: NOW });
    expect(made({ id: 'own', senderId: 'u-ana', timestamp: 7 })).toEqual({ id: 'own', senderId: 'u-ana', timestamp: 7 });
    expect(made([{ id: 'm-1' }, {}])).toEqual([
      { id: 'm-1', senderId: 'system', timestamp: NOW },
      { id: 'stamp-1', senderId: 'system', timestamp: NOW },
    ]);
  });

  it('a message of two is sent to one and received by the other; guests go by the id that they claim', () => {
    const message = aMessage({ room: DIRECT, sender: GRETA });
    const payload = expect.objectContaining({ senderId: 'greta:1', receiverId: 'u-ana', content: 'Hello' });
    const aside = { contacts: CONTACTS };
    expect(shown('chat:message', message, GRETA, aside)).toEqual([{ event: 'message_sent', data: payload }]);
    expect(shown('chat:message', message, ANA, aside)).toEqual([{ event: 'message_received', data: payload }]);
    expect(shown('chat:message', message, ANA)).toEqual([]);
  });

  it.each([
    ['text', 'application/pdf', 'file'],
    ['text', 'image/png', 'image'],
    ['homework', 'image/png', 'homework'],
  ])('a %s with %s is a message with a file of type %s', (kind, contentType, messageType) => {
    const file = aFile({ contentType, width: 3, height: 4 });
    const metadata = { name: 'My plan', w: 1, fileId: 'not this' };
    const [frame] = shown('chat:message', aMessage({ room: SESSION, kind, text: '', metadata, attachments: [file] }), BEN);
    const { id: fileId, size, url } = file;
    expect(frame?.data).toMatchObject({ content: 'plan.pdf', messageType, type: messageType, fileId });
    expect(frame?.data).toMatchObject({
      metadata: { name: 'My plan', w: 1, size, contentType, url, width: 3, height: 4, fileId },
    });
  });

  it('a notification comes from the server, to the one whom it is for', () => {
    const fact = { id: 'n-1', kind: 'mention', title: 'Ana', body: 'Look!', data: { a: 1 }, createdAt: NOW, readAt: null };
    const [told] = shown('notification', fact, GRETA);
    expect(told && instantMentor.complete?.(told, { id: 'stamp-1', at: 'now' })).toEqual({
      event: 'notification',
      data: {
        id: 'n-1',
        senderId: 'system',
        receiverId: 'greta:1',
        timestamp: NOW,
        title: 'Ana',
        body: 'Look!',
        data: { a: 1 },
      },
    });
  });

  it('receipts name to each sender their own messages', () => {
    const marks = {
      at: NOW,
      delivered: [{ id: 'm-1', senderId: ANA.id }],
      read: [
        { id: 'm-1', senderId: ANA.id },
        { id: 'm-2', senderId: GRETA.id },
      ],
    };
    const receipt = { room: SESSION, user: BEN, readSeq: 2, deliveredSeq: 2 };
    const told = (viewer: User) => shown('chat:receipt', receipt, viewer, { marks }).map(({ event, data }) => [event, data]);
    const delivered = expect.objectContaining({ messageId: 'm-1', deliveredAt: NOW, senderId: 'u-ben', receiverId: 'u-ana' });
    const read = (messageId: string) => expect.objectContaining({ messageId, readAt: NOW, readerId: 'u-ben' });
    expect(told(ANA)).toEqual([
      ['message_delivered', delivered],
      ['message_read', read('m-1')],
    ]);
    expect(told(GRETA)).toEqual([['message_read', read('m-2')]]);
    expect(told(BEN)).toEqual([]);
    expect(shown('chat:receipt', receipt, ANA)).toEqual([]);
  });

  it('who comes and goes is told to the others; of too many at once who is here', () => {
    const online = { users: [ANA, BEN, GRETA], total: 3 };
    const changes = { came: [GRETA, ANA], gone: [BEN] };
    expect(shown('presence:online', { ...online, changes }, ANA)).toEqual([
      { event: 'user_online', data: { senderId: 'greta:1', userId: 'greta:1', userRole: 'student' } },
      { event: 'user_offline', data: { senderId: 'u-ben', userId: 'u-ben', userRole: 'student' } },
    ]);
    const idsOf = (told: readonly Frame[]) => told.map(({ data }) => (data as { userId: string }).userId);
    expect(idsOf(shown('presence:online', online, BEN))).toEqual(['u-ana', 'u-ben', 'greta:1']);
    const crowd = Array.from({ length: 9 }, (_, n) => ({ ...BEN, id: `u-${String(n)}` }));
    const told = shown('presence:online', { ...online, changes: { came: [], gone: crowd } }, ANA);
    expect(idsOf(told)).toEqual(crowd.map(({ id }) => id));
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['user_offline']));
  });

  it.each([
    ['declined', GRETA, ANA, null],
    ['declined', GRETA, GRETA, 'declined'],
    ['completed', ANA, ANA, null],
    ['completed', ANA, GRETA, 'completed'],
    ['busy', null, ANA, null],
    ['unreachable', null, ANA, null],
    ['answered_elsewhere', GRETA, GRETA, 'answered_elsewhere'],
    ['no_answer', null, ANA, 'no_answer'],
    ['connection_lost', null, ANA, 'disconnected'],
  ] as const)('a call that ended as %s is told to whom it is news (%#)', (endReason, endedBy, viewer, reason) => {
    const fact = { call: { ...CALL, state: 'ended', endReason }, callId: CALL.id, endReason, endedBy, durationSeconds: 0 };
    const frames = shown('calls:ended', fact, viewer);
    expect(frames.map(({ data }) => (data as { reason: string }).reason)).toEqual(reason === null ? [] : [reason]);
  });

  it('calls of rooms are left out', () => {
    const call = { ...CALL, isRoomCall: true };
    expect(shown('calls:incoming', { call, offer: null, metadata: null }, GRETA)).toEqual([]);
    expect(shown('calls:accepted', { call, by: GRETA, answer: null, metadata: null }, ANA)).toEqual([]);
  });

  it('a request that is accepted begins a session for the two alone', () => {
    const events = (viewer: User, request = REQUEST) => shown('help:updated', request, viewer).map(({ event }) => event);
    for (const party of [ANA, GRETA]) expect(events(party)).toEqual(['help_request_updated', 'session_started']);
    expect(events(BEN)).toEqual(['help_request_updated']);
    expect(events(ANA, { ...REQUEST, state: 'resolved' })).toEqual(['help_request_updated', 'session_ended']);
    expect(events(ANA, { ...REQUEST, state: 'waiting', room: null, mentor: null })).toEqual(['help_request_updated']);
  });
});

describe('instant-mentor, to somebody who connects', () => {
  const mentor = (id: string): MentorStatus => ({
    mentor: { ...BEN, id, role: 'mentor' },
    availability: 'available',
    statusText: null,
    subjects: [],
    capacity: 1,
    load: 0,
    metadata: null,
    updatedAt: NOW,
  });

  function toldOf(pages: readonly (readonly string[])[]) {
    const list = ({ after }: ListMentors) => {
      const page = after === undefined ? 0 : Number(after);
      return { mentors: (pages[page] ?? []).map(mentor), cursor: page + 1 < pages.length ? String(page + 1) : null };
    };
    return play(showMentors(aConnection(ANA)), { 'mentors:list': list }).deeds.flatMap((deed) =>
      'says' in deed ? [deed.says] : [],
    );
  }

  it('all who are available are shown, also those who did not fit in the list', () => {
    const [statuses, ...others] = toldOf([['m1', 'm2'], ['m3'], ['m4']]);
    expect([statuses?.event, (statuses?.data as { id: string }[]).map(({ id }) => id)]).toEqual([
      'mentor_statuses',
      ['m1', 'm2'],
    ]);
    expect(others.map(({ event, data }) => [event, (data as { mentorId: string }).mentorId])).toEqual([
      ['mentor_status_update', 'm3'],
      ['mentor_status_update', 'm4'],
    ]);
  });

  it.each([
    [
      'a mentor what they are asked',
      { ...BEN, role: 'mentor' },
      { state: 'offered', mentor: null, room: null },
      ['help_request_received'],
    ],
    ['a mentor whom they help', { ...GRETA, guest: false }, {}, ['help_request_updated', 'session_started']],
    ['a student who helps them', ANA, {}, ['help_request_updated', 'session_started']],
    ['a student nothing of what they wait for', ANA, { state: 'waiting', mentor: null, room: null }, []],
    ['a guest nothing', { ...ANA, guest: true }, {}, []],
  ] as const)('who comes is told, %s', (_what, user, more, events) => {
    const queue = () => ({ requests: [{ ...REQUEST, ...more }], position: null });
    const { deeds } = play(showRequests(aConnection(user)), { 'help:queue': queue });
    expect(deeds.flatMap((deed) => ('says' in deed ? [deed.says.event] : []))).toEqual(events);
  });

  it('no list is without end', () => {
    expect(toldOf(Array.from({ length: 100 }, (_, page) => [`m${page}`])).length).toBeLessThan(20);
  });
});
