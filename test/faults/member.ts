import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../support/inbox.js';
import { newId } from '../support/tokens.js';
import type { Attempt, Send, Stay, Told } from './log.js';
import { note, noteLive, Person, told, type Place, type Visit } from './person.js';
import { NoAnswer, type Open, type Wire } from './wire.js';

interface MemberVisit extends Visit {
  readonly wire: Wire;
}

/** A client waits for what overtook what it misses, before it asks. */
const HEAL_AFTER_MS = 500;
const TRY_AGAIN_MS = 300;

/** A canonical client as the documentation wants it: tries again until it is answered, and asks for what it missed. */
export class Member extends Person<MemberVisit> {
  readonly log: { person: string; sends: Send[]; stays: Stay[]; synced: Told[] };
  private readonly numbers = new Set<number>();
  /** All up to this number is known. */
  private reached = 0;
  private highest = 0;
  private unanswered = 0;
  private healing: NodeJS.Timeout | undefined;

  constructor(
    private readonly open: Open,
    ...[room, places, home]: [room: string, places: readonly Place[], home: number]
  ) {
    super(room, places, home, 'lyceum');
    this.log = { person: this.name, sends: [], stays: [], synced: [] };
  }

  get waiting(): number {
    return this.unanswered;
  }

  async say(text: string): Promise<void> {
    const send: Send = { room: this.room, sender: this.name, clientId: newId('c'), text, attempts: [] };
    this.log.sends.push(send);
    this.unanswered += 1;
    for (let isOpen = true; isOpen && !this.isOver;) {
      const attempt = await this.attempt(send, await this.here());
      send.attempts.push(attempt);
      isOpen = attempt.outcome === 'unknown' || (attempt.outcome === 'failed' && attempt.retryable === true);
      if (attempt.outcome === 'failed') await delay(TRY_AGAIN_MS);
    }
    this.unanswered -= 1;
  }

  async catchUp(): Promise<void> {
    for (;;) {
      const { wire } = await this.here();
      try {
        if (await this.sync(wire)) return;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
      }
      if (this.isOver) return;
      await delay(TRY_AGAIN_MS);
    }
  }

  /** Out of the room and in again, on the same connection, or on another where that fails. */
  async leaveAndReturn(): Promise<void> {
    const { wire, stay } = await this.here();
    note(stay, this.room, 'asks to leave');
    try {
      const { ok } = await wire.ask('rooms:leave', { room: { key: this.room } });
      if (ok === true) note(stay, this.room, 'left');
      await this.join(wire, stay);
    } catch {
      wire.close();
    }
  }

  override go(): Promise<void> {
    clearTimeout(this.healing);
    return super.go();
  }

  protected async enter(place: Place, stay: Stay): Promise<MemberVisit> {
    const wire = await this.open(place, this.token, (name, data) => {
      if (name === 'chat:message') this.hear(stay, told(this.room, data, data.text));
      else if (name === 'answered again') stay.moments.push({ kind: name, what: JSON.stringify(data), at: Date.now() });
    });
    try {
      await this.join(wire, stay);
      return { wire, stay, ended: wire.ended, close: () => wire.close() };
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  private async join(wire: Wire, stay: Stay): Promise<void> {
    note(stay, this.room, 'asks to join');
    const answer = await wire.ask('rooms:join', { key: this.room, create: true });
    if (answer.ok !== true) throw new Error(`Not let in: ${JSON.stringify(answer.error)}`);
    note(stay, this.room, 'joined');
    await this.sync(wire);
  }

  private async attempt({ text, clientId }: Send, { wire, stay }: MemberVisit): Promise<Attempt> {
    const at = Date.now();
    const ended = (): Pick<Attempt, 'node' | 'at' | 'ms'> => ({ node: stay.node, at, ms: Date.now() - at });
    try {
      const answer = await wire.ask('chat:send', { room: { key: this.room }, text, clientId });
      if (answer.ok === true) {
        const { id, seq } = answer.data as { id: string; seq: number };
        return { ...ended(), outcome: 'ok', answer: { id, seq } };
      }
      const { code, retryable } = answer.error as { code: string; retryable: boolean };
      return { ...ended(), outcome: 'failed', code, retryable };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { ...ended(), outcome: 'unknown', code: error.why };
    }
  }

  /** Whether all that there is was given. */
  private async sync(wire: Wire): Promise<boolean> {
    for (;;) {
      const answer = await wire.ask('chat:sync', { rooms: [{ room: { key: this.room }, afterSeq: this.reached }] });
      if (answer.ok !== true) return false;
      const [{ changes, more, error, reset }] = (answer.data as { rooms: [JsonObject & { changes: JsonObject[] }] }).rooms;
      if (error !== undefined) return false;
      if (reset === true) throw new Error(`${this.room} was reset for ${this.name}, who had ${this.reached}`);
      for (const change of changes) {
        const message = told(this.room, change, change.text);
        this.log.synced.push(message);
        this.count(message.seq);
      }
      if (more !== true) return true;
    }
  }

  private hear(stay: Stay, message: Told): void {
    noteLive(stay, message);
    this.count(message.seq);
    if (this.highest === this.reached || this.healing !== undefined) return;
    this.healing = setTimeout(() => {
      this.healing = undefined;
      if (this.highest > this.reached && !this.isOver) void this.catchUp();
    }, HEAL_AFTER_MS);
  }

  private count(seq: number): void {
    this.highest = Math.max(this.highest, seq);
    if (seq > this.reached) this.numbers.add(seq);
    while (this.numbers.delete(this.reached + 1)) this.reached += 1;
  }
}
