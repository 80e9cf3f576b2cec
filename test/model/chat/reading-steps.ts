import { expect } from '@jest/globals';
import type { JsonObject } from '../../support/inbox.js';
import type { Device } from '../devices.js';
import { fail, succeed } from '../asking.js';
import { Step, type Scene } from './step.js';

interface Page {
  messages: JsonObject[];
  hasMore: boolean;
}

/** The whole history, backwards and forwards: both give the same, and what was said. */
export class ReadHistory extends Step {
  constructor(
    device: number,
    room: number,
    private readonly limit: number,
  ) {
    super(device, room);
  }

  protected async play({ device, person, room }: Scene): Promise<void> {
    const payload = { room: { key: room.key }, limit: this.limit };
    const refusal = room.refusalToRead(person);
    if (refusal !== undefined) return fail(device, 'chat:history', payload, refusal);
    const forward = await this.walk(device, payload, 'after', 0);
    const backward = await this.walk(device, payload, 'before', room.lastSeq + 1);
    expect(forward).toEqual(backward);
    expect(forward.map(({ seq, revisionSeq, text }) => ({ seq, revisionSeq, text }))).toEqual(room.shown('seq'));
  }

  private async walk(device: Device, payload: JsonObject, way: 'after' | 'before', from: number): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    for (let at = from; ;) {
      const { messages, hasMore } = (await succeed(device, 'chat:history', { ...payload, [way]: at })) as unknown as Page;
      expect(messages.length).toBeLessThanOrEqual(this.limit);
      if (way === 'after') found.push(...messages);
      else found.unshift(...messages);
      if (!hasMore) return found;
      at = (way === 'after' ? messages.at(-1) : messages[0])?.seq as number;
    }
  }
}

export class Sync extends Step {
  constructor(
    device: number,
    room: number,
    private readonly after: number,
  ) {
    super(device, room);
  }

  protected async play({ device, person, room }: Scene): Promise<void> {
    const refusal = room.refusalToRead(person);
    const afterSeq = this.after % (room.lastSeq + 2);
    const answer = await succeed(device, 'chat:sync', { rooms: [{ room: { key: room.key }, afterSeq }] });
    const [found] = answer.rooms as [{ changes: JsonObject[]; lastSeq: number; reset?: true; error?: { code: string } }];
    if (refusal !== undefined) {
      expect(found).toMatchObject({ error: { code: refusal } });
      return;
    }
    expect(found.lastSeq).toBe(room.lastSeq);
    expect(found.reset).toBe(afterSeq > room.lastSeq ? true : undefined);
    const changes = found.changes.map(({ seq, revisionSeq, text }) => ({ seq, revisionSeq, text }));
    const expected = room.shown('revisionSeq').filter(({ revisionSeq }) => revisionSeq > afterSeq);
    expect(changes).toEqual(afterSeq > room.lastSeq ? [] : expected);
  }
}

/** Marks only grow, and end where the room does. */
export class MarkRead extends Step {
  constructor(
    device: number,
    room: number,
    private readonly seq: number,
  ) {
    super(device, room);
  }

  protected async play({ device, person, room }: Scene): Promise<void> {
    const seq = 1 + (this.seq % (room.lastSeq + 3));
    const payload = { room: { key: room.key }, seq };
    const refusal = room.refusalToRead(person);
    if (refusal !== undefined) return fail(device, 'chat:read', payload, refusal);
    const membership = room.members.get(person);
    if (membership === undefined) throw new Error('Who is not refused is a member');
    membership.readSeq = Math.max(membership.readSeq, Math.min(seq, room.lastSeq));
    expect(await succeed(device, 'chat:read', payload)).toMatchObject(room.unreadOf(person));
  }
}
