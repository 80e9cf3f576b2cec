import { expect } from '@jest/globals';
import type { JsonObject } from '../../support/inbox.js';
import { pick } from '../pick.js';
import type { RoomState, Said } from './state.js';
import { fail, succeed } from '../asking.js';
import { Step, type Scene } from './step.js';

const EMOJI = ['👍', '🎉'];

export class Send extends Step {
  constructor(
    device: number,
    room: number,
    readonly text: string,
    /** Drawn from a few, so that they come again. */
    readonly clientId: string | null,
  ) {
    super(device, room);
  }

  protected async play({ device, person, room }: Scene): Promise<void> {
    const { text, clientId } = this;
    const payload = { room: { key: room.key }, text, ...(clientId === null ? {} : { clientId }) };
    const prior = clientId === null ? undefined : room.said.find((said) => said.sender === person && said.clientId === clientId);
    const refusal = room.refusalOf(person);
    // Also to who was removed meanwhile: it was said.
    if (prior !== undefined) return this.repeat(device, payload, prior);
    if (refusal !== undefined) return fail(device, 'chat:send', payload, refusal);
    if (room.members.get(person)?.isMuted === true) return fail(device, 'chat:send', payload, 'MUTED');
    const seq = room.lastSeq + 1;
    const answer = await succeed(device, 'chat:send', payload);
    expect(answer).toMatchObject({ seq, revisionSeq: seq, text, clientId, sender: { id: person } });
    note(room, answer, person, text, clientId);
  }

  private async repeat(device: Scene['device'], payload: JsonObject, prior: Said): Promise<void> {
    if (prior.sentText !== this.text) return fail(device, 'chat:send', payload, 'CONFLICT');
    const answer = await succeed(device, 'chat:send', payload);
    expect(answer).toMatchObject({ id: prior.id, seq: prior.seq, duplicate: true });
  }
}

/** Everybody who may says something at once, on both nodes. */
export class SendTogether extends Step {
  constructor(
    room: number,
    readonly times: number,
  ) {
    super(0, room);
  }

  protected async play({ model, real, room }: Scene): Promise<void> {
    const speakers = model.devices.flatMap(({ person }, place) => {
      const membership = room.members.get(person);
      return membership === undefined || membership.isMuted ? [] : [{ person, device: pick(real.devices, place) }];
    });
    const before = room.lastSeq;
    const said = await Promise.all(
      speakers.flatMap(({ person, device }) =>
        Array.from({ length: this.times }, async (_, nth) => {
          const text = `together ${nth}`;
          const answer = await succeed(device, 'chat:send', { room: { key: room.key }, text });
          return { answer, person, text };
        }),
      ),
    );
    const inOrder = said.toSorted((one, other) => (one.answer.seq as number) - (other.answer.seq as number));
    expect(inOrder.map(({ answer }) => answer.seq)).toEqual(inOrder.map((_, index) => before + index + 1));
    for (const { answer, person, text } of inOrder) note(room, answer, person, text, null);
  }
}

/** A change of a message that was said; of none where nothing was. */
abstract class Change extends Step {
  constructor(
    device: number,
    room: number,
    private readonly nth: number,
  ) {
    super(device, room);
  }

  protected async play(scene: Scene): Promise<void> {
    const { room, person, device } = scene;
    if (room.said.length === 0) return;
    const said = pick(room.said, this.nth);
    const [command, more] = this.command();
    const payload = { messageId: said.id, ...more };
    const refusal = room.refusalOf(person) === undefined ? this.refusal(scene, said) : 'MESSAGE_NOT_FOUND';
    if (refusal !== undefined) return fail(device, command, payload, refusal);
    if (this.apply(said, person)) said.revisionSeq = room.nextSeq();
    expect(await succeed(device, command, payload)).toMatchObject({
      id: said.id,
      seq: said.seq,
      revisionSeq: said.revisionSeq,
      text: said.text,
      reactions: [...said.reactions].map(([emoji, userIds]) => ({ emoji, userIds, count: userIds.length })),
    });
  }

  protected abstract command(): [string, JsonObject];
  protected abstract refusal(scene: Scene, said: Said): string | undefined;
  /** False where it is so already. */
  protected abstract apply(said: Said, person: string): boolean;
}

export class Edit extends Change {
  constructor(
    device: number,
    room: number,
    nth: number,
    readonly text: string,
  ) {
    super(device, room, nth);
  }

  protected command(): [string, JsonObject] {
    return ['chat:edit', { text: this.text }];
  }

  protected refusal({ room, person }: Scene, said: Said): string | undefined {
    if (said.isDeleted) return 'MESSAGE_NOT_FOUND';
    if (said.sender !== person) return 'FORBIDDEN';
    return room.members.get(person)?.isMuted === true ? 'MUTED' : undefined;
  }

  protected apply(said: Said): boolean {
    if (said.text === this.text) return false;
    said.text = this.text;
    return true;
  }
}

export class Delete extends Change {
  protected command(): [string, JsonObject] {
    return ['chat:delete', {}];
  }

  protected refusal({ room, person }: Scene, said: Said): string | undefined {
    const mayModerate = room.members.get(person)?.role !== 'member';
    return said.sender === person || mayModerate ? undefined : 'FORBIDDEN';
  }

  protected apply(said: Said): boolean {
    if (said.isDeleted) return false;
    said.isDeleted = true;
    said.text = '';
    said.reactions.clear();
    return true;
  }
}

export class React extends Change {
  constructor(
    device: number,
    room: number,
    nth: number,
    private readonly emoji: number,
    private readonly on: boolean,
  ) {
    super(device, room, nth);
  }

  protected command(): [string, JsonObject] {
    return ['chat:react', { emoji: pick(EMOJI, this.emoji), on: this.on }];
  }

  protected refusal({ room, person }: Scene, said: Said): string | undefined {
    if (said.isDeleted) return 'MESSAGE_NOT_FOUND';
    return room.members.get(person)?.isMuted === true ? 'MUTED' : undefined;
  }

  protected apply({ reactions }: Said, person: string): boolean {
    const emoji = pick(EMOJI, this.emoji);
    const before = reactions.get(emoji) ?? [];
    if (before.includes(person) === this.on) return false;
    const after = this.on ? [...before, person] : before.filter((other) => other !== person);
    if (after.length === 0) reactions.delete(emoji);
    else reactions.set(emoji, after);
    return true;
  }
}

export function note(room: RoomState, answer: JsonObject, sender: string, text: string, clientId: string | null): void {
  const seq = room.nextSeq();
  const { id } = answer as { id: string };
  room.said.push({ seq, id, sender, clientId, text, sentText: text, revisionSeq: seq, isDeleted: false, reactions: new Map() });
}
