import { COMMANDS, type CommandName } from '../../src/protocol/index.js';
import { createSession } from '../contract/group-study/session.js';
import { assemble, type Cast } from '../contract/lyceum/rights/cast.js';
import { setScene } from '../contract/lyceum/rights/scene.js';
import {
  CHATROOM_FRAMES,
  directMessagesFrames,
  groupStudyFrames,
  skillLiftFrames,
  type OldFrame,
} from '../e2e/input/dialect-frames.js';
import { BY_MENTORS, SAMPLES } from '../e2e/input/samples.js';
import type { Endpoint } from '../support/raw-client.js';
import { newId } from '../support/tokens.js';
import { INSTANT_MENTOR_FRAMES } from './instant-mentor-frames.js';
import type { Random } from './random.js';

export interface GoodFrame {
  readonly event: string;
  readonly payload: object;
}

/** Good frames of somebody who may send them. */
export interface Part {
  readonly token: string;
  readonly frames: readonly GoodFrame[];
  /** JSON that stands for something to the server: names, ids and values of these frames, and of people who have nothing to do with them. */
  readonly words: readonly string[];
}

/** Commands whose good frames would end the connection they come on, or others of the same person. */
const ENDING: ReadonlySet<string> = new Set(['auth:revoke']);
const NAMES = (Object.keys(COMMANDS) as CommandName[]).filter((name) => !ENDING.has(name));
const COMMANDS_A_PART = process.env.FUZZ_SECONDS === undefined ? 5 : 10;

/** Where good frames come from: the samples that the input tests use too, with what they need made anew each time. */
export class Corpus {
  private constructor(
    private readonly gateway: Endpoint,
    private readonly cast: Cast,
    private readonly sessionCode: string,
    private readonly others: readonly string[],
  ) {}

  /** @param others names and ids of what the frames should leave alone */
  static async gather(gateway: Endpoint, others: readonly string[]): Promise<Corpus> {
    const { code } = await createSession(gateway, 'Host');
    return new Corpus(gateway, await assemble(gateway), code, others);
  }

  async part(random: Random, dialect: string): Promise<Part> {
    if (dialect === 'lyceum') return this.canonical(random);
    return this.partOf(this.cast.actors.member.token, this.old(dialect).map(goodFrame));
  }

  /** People whom frames name who never send any: each is still connected, and answered. */
  async innocentsAreServed(): Promise<void> {
    const { target, visitor, bystander, host } = this.cast;
    await Promise.all(
      [target, visitor, bystander, host].map(async ({ client, id }) => {
        const answer = await client.request('auth:me');
        if ((answer.data as { id?: unknown } | undefined)?.id !== id)
          throw new Error(`${id} was answered ${JSON.stringify(answer)}`);
      }),
    );
  }

  /** Tokens for HTTP: of somebody, of nobody, and none. */
  tokens(): readonly (string | undefined)[] {
    const { owner, mentor, admin } = this.cast.actors;
    return [owner.token, mentor.token, admin.token, 'nonsense', undefined];
  }

  private async canonical(random: Random): Promise<Part> {
    const actor = random.chance(0.2) ? 'mentor' : 'owner';
    const able = NAMES.filter((name) => BY_MENTORS.has(name) === (actor === 'mentor'));
    const scene = await setScene(this.gateway, this.cast, actor, 'messages', { key: newId('room'), visibility: 'code' });
    const frames: GoodFrame[] = [];
    for (let chosen = 0; chosen < COMMANDS_A_PART; chosen += 1) {
      const event = random.pick(able);
      for (const payload of await SAMPLES[event](scene)) frames.push({ event, payload });
    }
    return this.partOf(scene.actor.token, frames);
  }

  private partOf(token: string, frames: readonly GoodFrame[]): Part {
    const { target, visitor, bystander, host } = this.cast;
    const ids = [target, visitor, bystander, host].map(({ id }) => id);
    const values = frames.flatMap(({ payload }) => Object.values(payload) as unknown[]);
    const words = [...NAMES, ...ids, ...this.others, ...values].map((value) => JSON.stringify(value));
    return { token, frames, words: [...new Set(words)] };
  }

  private old(dialect: string): readonly OldFrame[] {
    switch (dialect) {
      case 'group-study':
        return groupStudyFrames(this.sessionCode);
      case 'skill-lift':
        return skillLiftFrames(newId('room'));
      case 'chatroom':
        return CHATROOM_FRAMES;
      case 'direct-messages':
        return directMessagesFrames(this.cast.target.id);
      default:
        return INSTANT_MENTOR_FRAMES(this.cast.target.id, newId('session'));
    }
  }
}

function goodFrame({ event, fields }: OldFrame): GoodFrame {
  return { event, payload: Object.fromEntries(Object.entries(fields).map(([name, [good]]) => [name, good])) };
}
