import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Message, ReactionChange } from '../../../../src/protocol/index.js';
import { changed, reacted, said, type Change } from './change.js';
import { MessageLog } from './message-log.js';

const ROOM = { id: 'room', key: null, code: null };
const ANA = { id: 'ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false } as const;

/** A room as the server keeps it: one counter, for what is said and for each change of it. */
class ServerRoom {
  readonly facts: Change[] = [];
  private readonly log = new Map<string, Message>();

  get lastSeq(): number {
    return this.facts.length;
  }

  get history(): Message[] {
    return [...this.log.values()];
  }

  say(): void {
    const seq = this.lastSeq + 1;
    const message: Message = {
      ...{ id: `m${seq}`, room: ROOM, seq, revisionSeq: seq, sender: ANA, kind: 'text', text: `said ${seq}`, metadata: null },
      ...{ clientId: null, replyTo: null, attachments: [], mentions: [], reactions: [], createdAt: '2026-01-01T00:00:00.000Z' },
      ...{ editedAt: null, deletedAt: null, pinnedAt: null },
    };
    this.put(said(message), message);
  }

  edit(nth: number): void {
    this.change(nth, (message, revisionSeq) => ({ ...message, revisionSeq, text: `edited ${revisionSeq}` }));
  }

  react(nth: number): void {
    const message = this.history[nth % Math.max(1, this.log.size)];
    if (message === undefined) return;
    const seq = this.lastSeq + 1;
    const on = message.reactions.length === 0;
    const reaction: ReactionChange = { room: ROOM, seq, messageId: message.id, user: ANA, emoji: '👍', on, count: on ? 1 : 0 };
    const reactions = on ? [{ emoji: '👍', count: 1, userIds: [ANA.id] }] : [];
    this.put(reacted(reaction), { ...message, revisionSeq: seq, reactions });
  }

  page(before: number, limit: number): { messages: Message[]; hasMore: boolean } {
    const older = this.history.filter(({ seq }) => seq < before);
    return { messages: older.slice(-limit), hasMore: older.length > limit };
  }

  sync(afterSeq: number, limit: number) {
    const all = this.history.filter(({ revisionSeq }) => revisionSeq > afterSeq).sort((a, b) => a.revisionSeq - b.revisionSeq);
    const reset = afterSeq > this.lastSeq ? { reset: true as const } : {};
    return { room: ROOM, changes: all.slice(0, limit), lastSeq: this.lastSeq, more: all.length > limit, ...reset };
  }

  private change(nth: number, to: (message: Message, seq: number) => Message): void {
    const before = this.history[nth % Math.max(1, this.log.size)];
    if (before === undefined) return;
    const message = to(before, this.lastSeq + 1);
    this.put(changed(message), message);
  }

  private put(fact: Change, message: Message): void {
    this.facts.push(fact);
    this.log.set(message.id, message);
  }
}

function factOf({ facts }: ServerRoom, seq: number): Change {
  const fact = facts[seq - 1];
  if (fact === undefined) throw new RangeError(`There is no fact ${seq}`);
  return fact;
}

const anAction = fc.oneof(
  fc.record({ do: fc.constant('say' as const) }),
  fc.record({ do: fc.constantFrom('edit' as const, 'react' as const), nth: fc.nat(50) }),
  // Facts arrive in any order, some twice, some never.
  fc.record({ do: fc.constant('hear' as const), nth: fc.nat(60) }),
  fc.record({ do: fc.constant('sync' as const), limit: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constantFrom('ask older' as const, 'get older' as const), limit: fc.integer({ min: 1, max: 4 }) }),
);

describe('the log of a room', () => {
  it('is what the server has, whatever came in whatever order, once it was synchronised', () => {
    fc.assert(
      fc.property(fc.nat(12), fc.integer({ min: 1, max: 6 }), fc.array(anAction, { maxLength: 60 }), (before, limit, actions) => {
        const server = new ServerRoom();
        for (let count = 0; count < before; count += 1) server.say();
        const log = new MessageLog();
        const joinedAt = server.lastSeq;
        // Others go on between the joining and the page.
        server.say();
        server.edit(3);
        log.begin(server.page(Infinity, limit), joinedAt);
        let asked: ReturnType<ServerRoom['page']> | undefined;
        for (const action of actions) {
          if (action.do === 'say') server.say();
          else if (action.do === 'edit') server.edit(action.nth);
          else if (action.do === 'react') server.react(action.nth);
          else if (action.do === 'hear') {
            const fact = server.facts[joinedAt + action.nth];
            if (fact !== undefined) log.take(fact);
          } else if (action.do === 'sync') expect(log.sync(server.sync(log.cursor ?? 0, action.limit))).toBe(true);
          else if (action.do === 'ask older') {
            if (asked === undefined) log.beginOlder();
            asked ??= server.page(log.messages[0]?.seq ?? Infinity, action.limit);
          } else if (asked !== undefined) {
            log.older(asked);
            asked = undefined;
          }
          const numbers = log.messages.map(({ seq }) => seq);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          expect(new Set(numbers).size).toBe(numbers.length);
        }
        if (asked !== undefined) log.older(asked);
        for (let rounds = 0; rounds < 200 && (log.cursor ?? 0) < server.lastSeq; rounds += 1)
          log.sync(server.sync(log.cursor ?? 0, 3));
        const oldest = log.messages[0]?.seq ?? 0;
        expect(log.messages).toEqual(server.history.filter(({ seq }) => seq >= oldest));
        expect(log.hasOlder).toBe(server.history.some(({ seq }) => seq < oldest));
        expect(log.hasGap).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('shows nothing that comes after a gap before the gap is closed', () => {
    const server = new ServerRoom();
    for (let count = 0; count < 3; count += 1) server.say();
    const log = new MessageLog();
    log.begin({ messages: [], hasMore: false }, 0);
    log.take(factOf(server, 1));
    log.take(factOf(server, 3));
    expect(log.messages.map(({ seq }) => seq)).toEqual([1]);
    expect(log.hasGap).toBe(true);
    log.take(factOf(server, 2));
    expect(log.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(log.hasGap).toBe(false);
  });

  it('begins anew where the server can’t give what is missing', () => {
    const log = new MessageLog();
    log.begin({ messages: [], hasMore: false }, 9);
    expect(log.sync({ room: ROOM, changes: [], lastSeq: 4, more: false, reset: true })).toBe(false);
  });
});
