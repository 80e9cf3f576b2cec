import { tokenOf } from '../tokens.mjs';
import { LightWebSocket } from './web-socket.mjs';

const FACT = '{"type":"chat:message"';
const ACK = '{"type":"ack","id":';

/** Speaks the canonical protocol over a plain WebSocket; the same to Lyceum and to bare `ws`. */
export class RawClient {
  #socket;
  #lastId = 0;
  #answers = new Map();
  /** Called for every `chat:message`. */
  onMessage = () => {};

  /** @param {{ port: number, userId: string, localAddress: string }} options */
  constructor({ port, userId, localAddress }) {
    this.userId = userId;
    this.#socket = new LightWebSocket({ port, path: `/?dialect=lyceum&token=${tokenOf(userId)}`, localAddress });
    this.#socket.onText = (buffer, start, end) => this.#read(buffer, start, end);
    this.opened = new Promise((resolve, reject) => {
      this.#socket.onOpen = () => resolve(this);
      this.#socket.onClose = () => reject(this.#socket.error ?? new Error('closed before it was connected'));
    });
    this.closed = this.opened.then(() => new Promise((resolve) => (this.#socket.onClose = resolve)));
    this.closed.catch(() => {});
  }

  #ask(command, data) {
    const id = (this.#lastId += 1);
    this.#socket.send(JSON.stringify({ type: command, id, data }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  /** @param {string} key @returns {Promise<void>} */
  async join(key) {
    const answer = JSON.parse(await this.#ask('rooms:join', { key, create: true }));
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    this.room = { id: answer.data.room.id };
  }

  /** Resolves when the server has answered; rejects when it refused. @param {string} text */
  async say(text) {
    const clientId = `${this.userId}-${this.#lastId}`;
    const answer = await this.#ask('chat:send', { room: this.room, text, clientId });
    if (!answer.includes('"ok":true')) throw new Error(answer);
  }

  hold() {
    this.#socket.hold();
  }

  release() {
    this.#socket.release();
  }

  close() {
    this.#socket.close();
    return this.closed;
  }

  #read(buffer, start, end) {
    if (buffer.latin1Slice(start, start + FACT.length) === FACT) {
      this.onMessage();
    } else if (buffer.latin1Slice(start, start + ACK.length) === ACK) {
      const id = parseInt(buffer.latin1Slice(start + ACK.length, start + ACK.length + 12), 10);
      this.#answers.get(id)?.(buffer.utf8Slice(start, end));
      this.#answers.delete(id);
    }
  }
}
