import { tokenOf } from '../tokens.mjs';
import { LightWebSocket } from './web-socket.mjs';

const QUOTE = 0x22;
const ZERO = 0x30;
const [TWO, THREE, FOUR] = [0x32, 0x33, 0x34];

/** Speaks the Socket.IO protocol by hand over one WebSocket; the same to Lyceum and to the bare server. */
export class SocketIoClient {
  #socket;
  #lastId = 0;
  #answers = new Map();
  /** Called for every `chat:message`. */
  onMessage = () => {};

  /** @param {{ port: number, userId: string, localAddress: string }} options */
  constructor({ port, userId, localAddress }) {
    this.userId = userId;
    const auth = JSON.stringify({ token: tokenOf(userId), dialect: 'lyceum' });
    this.#socket = new LightWebSocket({ port, path: '/socket.io/?EIO=4&transport=websocket', localAddress });
    this.opened = new Promise((resolve, reject) => {
      this.#socket.onText = (buffer, start, end) => {
        if (buffer[start] === ZERO) this.#socket.send(`40${auth}`);
        else if (buffer[start + 1] === ZERO) {
          this.#socket.onText = this.#read.bind(this);
          resolve(this);
        } else reject(new Error(buffer.utf8Slice(start, end)));
      };
      this.#socket.onClose = () => reject(this.#socket.error ?? new Error('closed before it was connected'));
    });
    this.closed = this.opened.then(() => new Promise((resolve) => (this.#socket.onClose = resolve)));
    this.closed.catch(() => {});
  }

  /** Resolves with the answer's text from its first byte to its last: reading it as JSON is the caller's choice. */
  ask(command, payload) {
    const id = (this.#lastId += 1);
    this.#socket.send(`42${id}["${command}",${JSON.stringify(payload)}]`);
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  /** Tries again where the server says that it may be tried again. @param {string} key @returns {Promise<void>} */
  async join(key, attempts = 5) {
    const [answer] = JSON.parse(await this.ask('rooms:join', { key, create: true }));
    if (!answer.ok && answer.error.retryable && attempts > 1) return this.join(key, attempts - 1);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    this.room = { id: answer.data.room.id };
  }

  /** Resolves when the server has answered; rejects when it refused. @param {string} text */
  async say(text) {
    const clientId = `${this.userId}-${this.#lastId}`;
    await this.read('chat:send', { room: this.room, text, clientId });
  }

  /** Resolves when the server has answered; rejects when it refused. */
  async read(command, payload) {
    const answer = await this.ask(command, payload);
    if (!answer.startsWith('[{"ok":true')) throw new Error(answer);
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
    if (buffer[start] === TWO) {
      this.#socket.send('3');
    } else if (buffer[start] === FOUR && buffer[start + 1] === TWO) {
      if (buffer[start + 3] === QUOTE && buffer.latin1Slice(start + 4, start + 16) === 'chat:message') this.onMessage();
    } else if (buffer[start] === FOUR && buffer[start + 1] === THREE) {
      const bracket = buffer.indexOf('[', start);
      const id = Number(buffer.latin1Slice(start + 2, bracket));
      this.#answers.get(id)?.(buffer.utf8Slice(bracket, end));
      this.#answers.delete(id);
    }
  }
}
