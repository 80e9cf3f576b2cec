import { LightWebSocket } from './web-socket.mjs';

/** Every frame begins with this, every message goes on with the name of who said it. */
const TYPE = '{"type":"';
const NAME = `${TYPE}message","userName":"`;

/** A raw client of the group-study protocol: JSON frames, no login, no answers. */
export class GroupStudyClient {
  #socket;
  #replies = [];
  #said = [];
  onMessage = () => {};

  /** @param {{ port: number, userId: string, localAddress: string }} options */
  constructor({ port, userId, localAddress }) {
    this.userId = userId;
    this.#socket = new LightWebSocket({ port, path: '/ws', localAddress });
    this.#socket.onText = (buffer, start, end) => {
      const kind = buffer.latin1Slice(start + TYPE.length, start + TYPE.length + 7);
      if (kind === 'message') this.#hear(buffer, start + NAME.length);
      else if (!kind.startsWith('user_')) this.#replies.shift()?.(JSON.parse(buffer.utf8Slice(start, end)));
    };
    this.opened = new Promise((resolve, reject) => {
      this.#socket.onOpen = () => resolve(this);
      this.#socket.onClose = () => reject(this.#socket.error ?? new Error('closed before it was connected'));
    });
    this.closed = this.opened.then(() => new Promise((resolve) => (this.#socket.onClose = resolve)));
    this.closed.catch(() => {});
  }

  #ask(frame) {
    this.#socket.send(JSON.stringify(frame));
    return new Promise((resolve) => this.#replies.push(resolve));
  }

  /** @returns {Promise<string>} the code of a new session */
  async create() {
    return (await this.#ask({ type: 'create' })).sessionCode;
  }

  /** @param {string} code */
  async join(code) {
    const reply = await this.#ask({ type: 'join', sessionCode: code, userName: this.userId });
    if (reply.type !== 'joined') throw new Error(JSON.stringify(reply));
    this.code = code;
  }

  /** Nothing answers; resolves when it comes back. @param {string} text */
  say(text) {
    this.#socket.send(JSON.stringify({ type: 'message', sessionCode: this.code, userName: this.userId, message: text }));
    return new Promise((resolve) => this.#said.push(resolve));
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

  #hear(buffer, name) {
    this.onMessage();
    if (this.#said.length > 0 && buffer.latin1Slice(name, name + this.userId.length) === this.userId) this.#said.shift()();
  }
}
