import { describe, expect, it } from '@jest/globals';
import type { Call, HelpRequest, Message, Room, User } from '../../protocol/index.js';
import { collapse } from './collapsed.js';
import { gather, type ToldEvent } from './gathered.js';
import type { Telling } from './who-is-told.js';

const person = (id: string): User => ({
  id,
  username: id,
  name: id.toUpperCase(),
  avatarUrl: null,
  role: 'student',
  guest: false,
});
const [ana, ben, cleo] = [person('ana'), person('ben'), person('cleo')];
const ROOM = { id: 'room-1', key: null, code: null };
const message = (over: Partial<Message> = {}) =>
  ({ id: 'm-1', seq: 7, room: ROOM, sender: ana, text: 'Hello', attachments: [], mentions: [], ...over }) as unknown as Message;
const call = (over: Partial<Call> = {}) =>
  ({
    id: 'c-1',
    kind: 'video',
    room: ROOM,
    isRoomCall: false,
    caller: ana,
    parties: [{ user: ana }, { user: ben }],
    acceptedAt: null,
    endReason: null,
    ...over,
  }) as Call;
const help = (over: Partial<HelpRequest> = {}) =>
  ({
    id: 'h-1',
    student: ana,
    subject: 'Maths',
    text: null,
    target: null,
    mentor: null,
    room: null,
    state: 'offered',
    ...over,
  }) as HelpRequest;
const ringing: ToldEvent = {
  name: 'call.ringing',
  data: { call: call(), caller: ana, calleeIds: ['ben'], until: '2026-03-02T12:00:30.000Z' },
};
const updated = (over: Partial<HelpRequest>): ToldEvent => ({
  name: 'help.updated',
  data: { request: help(over), mentorIds: [] },
});
const ended = (over: Partial<Call>): ToldEvent => ({ name: 'call.ended', data: { call: call(over) } });
const said = (over: Partial<Message>, pair: readonly string[] | null = null): ToldEvent => ({
  name: 'message.created',
  data: { message: message(over), pair },
});

const tellingsOf = (...events: ToldEvent[]): readonly Telling[] => gather(events).tellings;
const AS_EVER = { onlyAbsent: false, urgent: false, expiresAt: null };
const OF_MESSAGE = { byId: 'ana', body: 'Hello', data: { roomId: 'room-1', messageId: 'm-1', seq: 7, userId: 'ana' } };

describe('who is told what', () => {
  it('of what is said between two: the two, of whom the sender is left out later', () => {
    expect(tellingsOf(said({ mentions: ['ben'] }, ['ana', 'ben']))).toEqual([
      {
        ...AS_EVER,
        ...OF_MESSAGE,
        kind: 'message',
        title: 'ANA',
        userIds: ['ana', 'ben'],
        onlyAbsent: true,
        collapseKey: 'room:room-1',
      },
    ]);
  });

  it('of what is said elsewhere: who is mentioned, and nobody else', () => {
    expect(tellingsOf(said({}))).toEqual([]);
    expect(tellingsOf(said({ mentions: ['ben', 'ana'] }))).toEqual([
      { ...AS_EVER, ...OF_MESSAGE, kind: 'mention', title: 'ANA mentioned you', userIds: ['ben', 'ana'], collapseKey: null },
    ]);
  });

  it.each([
    ['a long text is cut, and no character in two', { text: '😀'.repeat(300) }, `${'😀'.repeat(239)}…`],
    ['one file is named', { text: '', attachments: [{ name: 'notes.pdf' }] }, 'Sent a file: notes.pdf'],
    ['several files are counted', { text: '', attachments: [{ name: 'a' }, { name: 'b' }] }, 'Sent 2 files'],
    ['an app’s own message without text', { text: '' }, 'Sent a message'],
  ])('%s', (_, over, body) => {
    expect(tellingsOf(said(over as Partial<Message>, ['ana', 'ben']))[0]?.body).toBe(body);
  });

  it('of a call: the callees, at once, and until it stops ringing', () => {
    expect(tellingsOf(ringing)).toEqual([
      {
        kind: 'call',
        title: 'ANA is calling',
        body: 'Video call',
        byId: 'ana',
        userIds: ['ben'],
        data: { callId: 'c-1', callKind: 'video', roomId: 'room-1', userId: 'ana' },
        collapseKey: 'call:c-1',
        onlyAbsent: true,
        urgent: true,
        expiresAt: '2026-03-02T12:00:30.000Z',
      },
    ]);
  });

  it('an answered call is taken back, also where it began to ring in the same batch', () => {
    const answered: ToldEvent = { name: 'call.answered', data: { callId: 'c-1', calleeIds: ['ben'] } };
    const { tellings, withdrawals } = gather([ringing, answered]);
    expect(withdrawals).toEqual([{ collapseKey: 'call:c-1', userIds: ['ben'] }]);
    expect(tellings.flatMap(({ userIds }) => userIds)).toEqual([]);
  });

  it.each([
    ['no_answer', true],
    ['unreachable', true],
    ['busy', true],
    ['cancelled', true],
    ['connection_lost', true],
    ['declined', false],
  ] as const)('a call that nobody accepted and that ended as %s was missed: %s', (endReason, wasMissed) => {
    const { tellings, withdrawals } = gather([ended({ endReason })]);
    expect(withdrawals).toEqual([{ collapseKey: 'call:c-1', userIds: ['ben'] }]);
    expect(tellings).toMatchObject(
      wasMissed ? [{ ...AS_EVER, kind: 'call', title: 'Missed call from ANA', userIds: ['ben'], collapseKey: 'call:c-1' }] : [],
    );
    expect(tellings).toHaveLength(wasMissed ? 1 : 0);
  });

  it('a call that was accepted, or one of a room, was missed by nobody', () => {
    expect(tellingsOf(ended({ acceptedAt: '2026-03-02T12:00:00.000Z', endReason: 'connection_lost' }))).toEqual([]);
    expect(gather([ended({ isRoomCall: true, endReason: 'completed' })])).toMatchObject({ tellings: [], withdrawals: [] });
  });

  it('of a request for help: the mentors who are asked, as long as they are not here', () => {
    const offered: ToldEvent = {
      name: 'help.offered',
      data: { request: help({ text: 'How do I integrate?' }), mentorIds: ['ben', 'cleo'] },
    };
    expect(tellingsOf(offered)).toEqual([
      {
        ...AS_EVER,
        kind: 'help',
        title: 'ANA asks for help',
        body: 'Maths: How do I integrate?',
        byId: 'ana',
        userIds: ['ben', 'cleo'],
        data: { requestId: 'h-1' },
        collapseKey: 'help:h-1',
        onlyAbsent: true,
      },
    ]);
  });

  it.each([
    [{ state: 'active', mentor: ben, room: ROOM }, 'ana', 'BEN helps you now'],
    [{ state: 'declined', target: ben }, 'ana', 'BEN can’t help you now'],
    [{ state: 'declined' }, 'ana', 'Nobody can help you now'],
    [{ state: 'expired' }, 'ana', 'Nobody took your request for help in time'],
    [{ state: 'cancelled', mentor: cleo }, 'cleo', 'ANA needs no more help'],
  ] as const)('of what became of it: %j tells %s: %s', (over, userId, title) => {
    expect(tellingsOf(updated(over))).toMatchObject([
      { ...AS_EVER, kind: 'help', userIds: [userId], title, collapseKey: 'help:h-1' },
    ]);
  });

  it.each(['waiting', 'offered', 'resolved', 'cancelled'] as const)(
    'and of one that is %s, with nobody helping, nobody',
    (state) => {
      expect(tellingsOf(updated({ state }))).toEqual([]);
    },
  );

  it('a request that somebody took, or nobody need take any more, is taken back from all who were asked', () => {
    const offered: ToldEvent = { name: 'help.offered', data: { request: help(), mentorIds: ['ben', 'cleo'] } };
    const taken: ToldEvent = {
      name: 'help.updated',
      data: { request: help({ state: 'active', mentor: cleo, room: ROOM }), mentorIds: ['ben', 'cleo'] },
    };
    const { tellings, withdrawals } = gather([offered, taken]);
    expect(withdrawals).toEqual([{ collapseKey: 'help:h-1', userIds: ['ben', 'cleo'] }]);
    expect(tellings.flatMap(({ title, userIds }) => userIds.map((id) => [id, title]))).toEqual([['ana', 'CLEO helps you now']]);
  });

  it('of an invitation: the invited', () => {
    const room = { ...ROOM, title: 'Algebra' } as Room;
    const invited: ToldEvent = { name: 'room.invited', data: { room, by: ana, userId: 'ben', at: '2026-03-02T12:00:00.000Z' } };
    expect(tellingsOf(invited)).toMatchObject([
      {
        ...AS_EVER,
        kind: 'invitation',
        title: 'ANA invited you',
        body: 'Algebra',
        byId: 'ana',
        userIds: ['ben'],
        data: { roomId: 'room-1' },
      },
    ]);
  });

  it('of what the app’s backend wants: whom it names, as it says it, under a key that replaces nothing of ours', () => {
    const requested = (collapseKey: string | null): ToldEvent => ({
      name: 'notification.requested',
      data: { userIds: ['ana', 'ben'], title: 'Exam', body: 'Tomorrow', data: { examId: 4 }, collapseKey },
    });
    expect(tellingsOf(requested(null), requested('call:c-1'))).toMatchObject([
      {
        kind: 'announcement',
        title: 'Exam',
        body: 'Tomorrow',
        data: { examId: 4 },
        byId: null,
        userIds: ['ana', 'ben'],
        collapseKey: null,
      },
      { collapseKey: 'announcement:call:c-1' },
    ]);
  });

  it('a message that was deleted in the same batch is told to nobody; the one after it is', () => {
    const gone = message();
    const { tellings, deletedMessageIds } = gather([
      said({ mentions: ['ben'] }),
      said({ id: 'm-2', mentions: ['ben'] }),
      { name: 'message.deleted', data: { message: gone } },
    ]);
    expect(deletedMessageIds).toEqual(['m-1']);
    expect(tellings.map(({ data }) => data.messageId)).toEqual(['m-2']);
  });
});

describe('what is left of several', () => {
  const notice = (id: string, userId: string, collapseKey: string | null) => ({ id, userId, collapseKey }) as never;

  it('is the last of each person and key, with how many there were; those without a key all stay', () => {
    expect(
      collapse([
        notice('1', 'ana', 'k'),
        notice('2', 'ben', 'k'),
        notice('3', 'ana', 'k'),
        notice('4', 'ana', null),
        notice('5', 'ana', null),
      ]),
    ).toEqual([
      { notice: { id: '3', userId: 'ana', collapseKey: 'k' }, count: 2 },
      { notice: { id: '2', userId: 'ben', collapseKey: 'k' }, count: 1 },
      { notice: { id: '4', userId: 'ana', collapseKey: null }, count: 1 },
      { notice: { id: '5', userId: 'ana', collapseKey: null }, count: 1 },
    ]);
  });
});
