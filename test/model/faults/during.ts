import { expect } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../support/inbox.js';
import { newId } from '../../support/tokens.js';
import { succeed } from '../asking.js';
import { note } from '../chat/chat-steps.js';
import { Step, type Scene } from '../chat/step.js';
import type { Answer, Device } from '../devices.js';
import { pick } from '../pick.js';
import type { TroubledWorld } from './begin.js';
import { comeBackFrom } from './steps.js';
import type { TroubleKind } from './trouble.js';

export interface Blow {
  readonly kind: TroubleKind;
  readonly which: number;
  /** How long after the commands were sent. */
  readonly afterMs: number;
}

/** A command while something breaks: whatever it was answered, or not, the model knows in the end what has come of it. */
abstract class During extends Step {
  constructor(
    device: number,
    room: number,
    protected readonly blow: Blow,
  ) {
    super(device, room);
  }

  protected async play(scene: Scene): Promise<void> {
    const real = scene.real as TroubledWorld;
    if (this.blow.kind !== 'terminate') await real.trouble.heal();
    const listening = scene.model.devices.filter((state) => state.hears(scene.room));
    await this.act(scene, real);
    for (const state of listening) if (!scene.model.devices.includes(state)) state.mayHaveHeard(scene.room);
  }

  protected abstract act(scene: Scene, real: TroubledWorld): Promise<void>;

  /** Asks all that, and has it happen meanwhile; what was answered, undefined where nobody can know. */
  protected async through({ model }: Scene, real: TroubledWorld, asks: (() => Promise<Answer>)[]): Promise<Answered[]> {
    const { kind, which, afterMs } = this.blow;
    const asked = Promise.all(asks.map((ask) => ask().catch(() => undefined)));
    await delay(afterMs);
    const gone = await real.trouble.strike(kind, which);
    const answers = await asked;
    await comeBackFrom(gone, model, real);
    return answers;
  }
}

type Answered = Answer | undefined;

/** Everybody who may says something; each of them says it again, on whatever device, until it is answered. */
export class SendDuring extends During {
  constructor(
    room: number,
    readonly times: number,
    blow: Blow,
  ) {
    super(0, room, blow);
  }

  protected async act(scene: Scene, real: TroubledWorld): Promise<void> {
    const { model, room } = scene;
    const before = room.lastSeq;
    const sends = model.devices.flatMap(({ person }, place) => {
      const membership = room.members.get(person);
      if (membership === undefined || membership.isMuted) return [];
      return Array.from({ length: this.times }, (_, nth) => {
        return { person, place, text: `during ${nth}`, clientId: newId('during') };
      });
    });
    const payloadOf = ({ text, clientId }: { text: string; clientId: string }) => ({ room: { key: room.key }, text, clientId });
    const first = await this.through(
      scene,
      real,
      sends.map((send) => () => pick(real.devices, send.place).request('chat:send', payloadOf(send))),
    );
    const settled = await Promise.all(
      sends.map(async (send, index) => {
        const anyDevice = pick(devicesOf(send.person, real), index);
        return { ...send, first: first[index], answer: await succeed(anyDevice, 'chat:send', payloadOf(send)) };
      }),
    );
    for (const { first: told, answer } of settled)
      if (told?.ok === true) expect(answer).toMatchObject({ id: told.data.id, seq: told.data.seq, duplicate: true });
    const inOrder = settled.toSorted((one, other) => (one.answer.seq as number) - (other.answer.seq as number));
    expect(inOrder.map(({ answer }) => answer.seq)).toEqual(inOrder.map((_, index) => before + index + 1));
    for (const { answer, person, text, clientId } of inOrder) note(room, answer, person, text, clientId);
  }
}

/** Somebody edits what they said, again and again until it is answered: it changes once, with one number. */
export class EditDuring extends During {
  constructor(
    room: number,
    private readonly nth: number,
    blow: Blow,
  ) {
    super(0, room, blow);
  }

  protected async act(scene: Scene, real: TroubledWorld): Promise<void> {
    const { room } = scene;
    const own = room.said.filter(({ sender, isDeleted }) => !isDeleted && room.members.get(sender)?.isMuted === false);
    if (own.length === 0) return;
    const said = pick(own, this.nth);
    const payload = { messageId: said.id, text: newId('edited') };
    const edit = (): Promise<Answer> => pick(devicesOf(said.sender, real), this.nth).request('chat:edit', payload);
    await this.through(scene, real, [edit]);
    said.text = payload.text;
    said.revisionSeq = room.nextSeq();
    const { id, seq, text, revisionSeq } = said;
    expect(await succeed(pick(devicesOf(said.sender, real), this.nth), 'chat:edit', payload)).toMatchObject({
      ...{ id, seq, text, revisionSeq },
    });
  }
}

/** Somebody leaves: they are gone, or who asks again goes. */
export class LeaveDuring extends During {
  protected async act(scene: Scene, real: TroubledWorld): Promise<void> {
    const { model, room, person } = scene;
    // Nodes must hear each other, as the person's other devices are to be out at once.
    if (this.blow.kind === 'cut' || !room.members.has(person) || room.members.size === 1) return;
    await real.together();
    const payload: JsonObject = { room: { key: room.key } };
    const leave = (): Promise<Answer> => pick(devicesOf(person, real), this.blow.which).request('rooms:leave', payload);
    const [first] = await this.through(scene, real, [leave]);
    const last = first?.ok === true ? first : await leave();
    if (!last.ok) expect(last).toMatchObject({ error: { code: 'NOT_A_MEMBER' } });
    room.remove(person);
    model.endAll(room, person);
  }
}

function devicesOf(person: string, { devices }: TroubledWorld): Device[] {
  return devices.filter(({ personId }) => personId === person);
}
