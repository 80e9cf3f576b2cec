import type { JsonObject } from '../support/inbox.js';
import type { Attempt, Send, Stay } from './log.js';
import { note, noteLive, Person, told, type Place, type Visit } from './person.js';
import { openWebSocket } from './wire.js';

interface SessionVisit extends Visit {
  send(frame: JsonObject): void;
}

/** What became of the one thing it is saying. */
type Settle = (came: Pick<Attempt, 'outcome' | 'answer' | 'code'>) => void;

const PATIENCE_MS = 15_000;
const ENTER_MS = 15_000;

/** A shipped client of live sessions: no answers, no sync; its own message coming back is the sign that it was said. Says one thing at a time. */
export class LiveSession extends Person<SessionVisit> {
  readonly log: { person: string; sends: Send[]; stays: Stay[] };
  private saying: { readonly text: string; readonly settle: Settle } | undefined;

  constructor(...[room, places, home]: [room: string, places: readonly Place[], home: number]) {
    super(room, places, home, 'skill');
    this.log = { person: this.name, sends: [], stays: [] };
  }

  get waiting(): number {
    return this.saying === undefined ? 0 : 1;
  }

  async say(text: string): Promise<void> {
    const send: Send = { room: this.room, sender: this.name, clientId: text, text, isTriedOnce: true, attempts: [] };
    this.log.sends.push(send);
    const settled = new Promise<Parameters<Settle>[0]>((settle) => (this.saying = { text, settle }));
    const visit = await this.here();
    const { stay, ended } = visit;
    const at = Date.now();
    const timer = setTimeout(() => this.settle({ outcome: 'unknown' }), PATIENCE_MS);
    void ended.then(() => this.settle({ outcome: 'unknown', code: 'lost' }));
    visit.send({ type: 'chat_message', data: { roomId: this.room, message: text, clientId: text } });
    const came = await settled;
    clearTimeout(timer);
    send.attempts.push({ node: stay.node, at, ms: Date.now() - at, ...came });
  }

  catchUp(): Promise<void> {
    return Promise.resolve();
  }

  protected async enter(place: Place, stay: Stay): Promise<SessionVisit> {
    let joined = (): void => undefined;
    const isIn = new Promise<void>((resolve) => (joined = resolve));
    const { socket, ended } = await openWebSocket(place, `/?token=${this.token}`, [], ({ type, payload }) => {
      if (type === 'room_joined') joined();
      else this.take(stay, type as string, payload as JsonObject);
    });
    note(stay, this.room, 'asks to join');
    socket.send(JSON.stringify({ type: 'join_room', data: { roomId: this.room } }));
    const timer = setTimeout(() => socket.terminate(), ENTER_MS);
    await Promise.race([isIn, ended.then(() => Promise.reject(new Error('Not let in')))]);
    clearTimeout(timer);
    note(stay, this.room, 'joined');
    return { stay, ended, send: (frame) => socket.send(JSON.stringify(frame)), close: () => socket.close() };
  }

  private take(stay: Stay, type: string, payload: JsonObject): void {
    if (type === 'error') {
      // It says nothing of which message; there is one at a time.
      this.settle({ outcome: 'failed', code: payload.code as string });
      return;
    }
    if (type !== 'chat_message') return;
    const message = told(this.room, payload, payload.message);
    if (payload.history !== true) noteLive(stay, message);
    if (message.text === this.saying?.text) this.settle({ outcome: 'ok', answer: { id: message.id, seq: message.seq } });
  }

  private settle(came: Parameters<Settle>[0]): void {
    this.saying?.settle(came);
    this.saying = undefined;
  }
}
