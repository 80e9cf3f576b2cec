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
  constructor({ url, user, token, role }) {
    this.url = url;
    this.id = user.id;
    this.username = user.username;
    this.role = role;
    this.token = token;
  }

  static async register(url, { username, role }, password) {
    const { user, token } = await request(url, 'POST', '/api/auth/register', { body: { username, password } });
    return new Person({ url, user, token, role });
  }

  async connect() {
    const options = { auth: { token: this.token, dialect: 'lyceum' }, transports: ['websocket'], forceNew: true };
    this.socket = io(this.url, options);
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

  /** The id of the file, which may be shown in that room. */
  async upload(room, name, content) {
    const form = new FormData();
    form.append('room', room.id);
    form.append('file', new Blob([content]), name);
    const headers = { authorization: `Bearer ${this.token}` };
    const response = await fetch(new URL('/api/files', this.url), { method: 'POST', headers, body: form });
    const file = await response.json();
    if (!response.ok) throw new Error(`${this.username}: ${name}: ${file.message}`);
    return file.id;
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
