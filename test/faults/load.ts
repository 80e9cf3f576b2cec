import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '../support/tokens.js';
import { within } from '../support/wait.js';
import { LiveSession } from './live-session.js';
import type { PersonLog } from './log.js';
import { Member } from './member.js';
import type { Place } from './person.js';
import { overRaw, overSocketIo } from './wire.js';

export interface LoadOptions {
  readonly rooms?: number;
  /** Messages a second in all. */
  readonly perSecond?: number;
  /** Characters of each message. */
  readonly size?: number;
}

/** In every so-manieth room somebody keeps leaving and coming back. */
const ROOMS_A_PASSER_BY = 5;
const STAYS_MS = 1_000;
const TICK_MS = 20;
const ARRIVE_MS = 120_000;
const GROUP = 30;
/** Who still waits for so many answers says nothing new: people don't bury a server that is slow already. */
const UNANSWERED = 3;

/** People who talk in rooms, three of different clients in each and on different nodes, at a steady rate. */
export class Load {
  readonly rooms: readonly string[];
  private readonly people: readonly (Member | LiveSession)[];
  private readonly passersBy: readonly Member[];
  private readonly perSecond: number;
  private readonly size: number;
  private talking: Promise<unknown> = Promise.resolve();
  private isTalking = false;
  private said = 0;

  private constructor(places: readonly Place[], { rooms = 50, perSecond = 200, size = 0 }: LoadOptions) {
    this.perSecond = perSecond;
    this.size = size;
    this.rooms = Array.from({ length: rooms }, () => newId('room'));
    this.people = this.rooms.flatMap((room, index) => [
      new Member(overSocketIo, room, places, index),
      new Member(overRaw, room, places, index + 1),
      new LiveSession(room, places, index + 2),
    ]);
    this.passersBy = this.rooms
      .filter((_, index) => index % ROOMS_A_PASSER_BY === 0)
      .map((room, index) => new Member(index % 2 === 0 ? overSocketIo : overRaw, room, places, index));
  }

  /** Resolves when everybody is there, and talks. */
  static async start(places: readonly Place[], options: LoadOptions = {}): Promise<Load> {
    const load = new Load(places, options);
    const everybody = [...load.people, ...load.passersBy];
    await Promise.race([load.arrive(everybody), delay(ARRIVE_MS)]);
    const missing = everybody.filter((person) => !person.isHere);
    if (missing.length > 0) {
      const refusals = new Set(missing.flatMap(({ log: { stays } }) => stays.map(({ refusal }) => refusal)));
      await load.end();
      throw new Error(`${missing.length} of ${everybody.length} did not come: ${[...refusals].join('; ')}`);
    }
    load.isTalking = true;
    load.talking = Promise.all([load.talk(), ...load.passersBy.map((person) => load.passBy(person))]);
    return load;
  }

  /** Nothing new is said any more; resolves when all that was said is answered and everybody has caught up. */
  async settle(withinMs: number): Promise<void> {
    this.isTalking = false;
    const everybody = [...this.people, ...this.passersBy];
    const deadline = Date.now() + withinMs;
    await within(withinMs, 'the last answers', this.talking);
    while (everybody.some((person) => !person.isDone) && Date.now() < deadline) await delay(TICK_MS);
    await within(withinMs, 'catching up', Promise.all(everybody.map((person) => person.catchUp())));
  }

  async end(): Promise<void> {
    this.isTalking = false;
    await Promise.all([...this.people, ...this.passersBy].map((person) => person.go()));
  }

  /** Of somebody who belongs to that room. */
  tokenIn(room: string): string {
    return this.people[this.rooms.indexOf(room) * 3]!.token;
  }

  get logs(): readonly PersonLog[] {
    return [...this.people, ...this.passersBy].map(({ log }) => log);
  }

  /** In groups, as nobody could say what a storm of connects does to the row that follows. */
  private async arrive(everybody: readonly (Member | LiveSession)[]): Promise<void> {
    for (let from = 0; from < everybody.length; from += GROUP)
      await Promise.all(everybody.slice(from, from + GROUP).map((person) => person.come()));
  }

  private async talk(): Promise<void> {
    const started = performance.now();
    while (this.isTalking) {
      const due = Math.floor(((performance.now() - started) / 1_000) * this.perSecond);
      while (this.said < due) void this.sayNext();
      await delay(TICK_MS);
    }
  }

  /** Whose turn it is; who speaks an old client and still waits lets another one speak. */
  private async sayNext(): Promise<void> {
    const turn = this.said++;
    const room = turn % this.rooms.length;
    const seat = Math.floor(turn / this.rooms.length) % 3;
    const next = this.people[room * 3 + seat]!;
    const person = next instanceof LiveSession && !next.isDone ? this.people[room * 3]! : next;
    if (person.waiting < UNANSWERED) await person.say(`message ${turn} of ${this.rooms[room]}`.padEnd(this.size, '.'));
  }

  private async passBy(person: Member): Promise<void> {
    while (this.isTalking) {
      await delay(STAYS_MS);
      await person.leaveAndReturn();
    }
  }
}
