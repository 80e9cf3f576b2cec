// One person of the demo, as any client is: an account over HTTP, and a Socket.IO connection of the canonical protocol.
import { setTimeout as delay } from 'node:timers/promises';
import { io } from 'socket.io-client';

const ANSWER_MS = 20_000;
const TRIES = 5;

export async function request(url, method, path, { token, body }) {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.message}`);
  return answer;
}

export class Person {
  constructor({ user, token, role }) {
    this.id = user.id;
    this.username = user.username;
    this.role = role;
    this.token = token;
  }

  static async register(url, { username, role }, password) {
    const { user, token } = await request(url, 'POST', '/api/auth/register', { body: { username, password } });
    return new Person({ user, token, role });
  }

  async connect(url) {
    const options = { auth: { token: this.token, dialect: 'lyceum' }, transports: ['websocket'], forceNew: true };
    this.socket = io(url, options);
    await new Promise((resolve, reject) => {
      this.socket.once('hello', resolve);
      this.socket.on('connect_error', (error) => {
        // While it is active it tries again by itself.
        if (!this.socket.active) reject(error);
      });
    });
  }

  /** The `data` of the answer; waits where the gateway says that there was too much of it. */
  async ask(command, payload = {}) {
    for (let tried = 1; ; tried += 1) {
      const answer = await this.socket.timeout(ANSWER_MS).emitWithAck(command, payload);
      if (answer.ok) return answer.data;
      const { code, message, retryAfterMs = 1_000 } = answer.error;
      if (code !== 'RATE_LIMITED' || tried === TRIES) throw new Error(`${this.username}: ${command}: ${code} ${message}`);
      await delay(retryAfterMs);
    }
  }

  on(fact, listener) {
    this.socket.on(fact, listener);
  }

  /** Resolves with the next fact of that name. */
  hears(fact) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.username} did not hear ${fact}`)), ANSWER_MS);
      this.socket.once(fact, (data) => {
        clearTimeout(timer);
        resolve(data);
      });
    });
  }

  leave() {
    this.socket?.disconnect();
  }
}
