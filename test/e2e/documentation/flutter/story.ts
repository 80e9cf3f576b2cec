import { register } from '../../../support/accounts.js';
import { EngineClient } from '../../../support/engine-client.js';
import type { Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import type { Browser, PushService } from '../../../support/push/push-service.js';
import type { FrameLine, Section } from './guide.js';
import { fillIn, matched, parsePattern, type Names } from './pattern.js';

const HEARD_MS = 8_000;
/** `44{…}`, `431[…]`: the packet's type, the number of an answer, and the JSON. */
const PACKET = /^(\d+)([[{].*)$/s;
const REQUEST = /^(GET|POST|PUT|DELETE) (\S+)(?: Bearer (\S+))?(?: (\{.*\}))?$/;

interface Actor {
  token: string;
  client?: EngineClient;
  answer?: { status: number; body: unknown };
}

/** Plays what a section of the guide shows, on a real gateway: says what stands there, and waits for what must come. */
export class Story {
  private names: Names = new Map();
  private readonly actors = new Map<string, Actor>();
  private browser: Browser | undefined;
  private stopping: Promise<number> | undefined;

  constructor(
    private readonly gateway: Gateway,
    private readonly pushes: PushService,
    private readonly section: Section,
  ) {}

  async play(): Promise<void> {
    const { frames } = this.section;
    for (const who of new Set(['app', ...frames.map(({ who }) => who)])) await this.enter(who);
    if (frames.some(({ way }) => way === '⇠')) await this.subscribe();
    try {
      for (const frame of frames) await this.step(frame);
    } finally {
      await this.end();
    }
  }

  /** As it was before, for the next story. */
  private async end(): Promise<void> {
    for (const { client } of this.actors.values()) client?.close();
    if (this.stopping === undefined) return;
    await this.stopping;
    await this.gateway.restart();
  }

  /** An account, called `<me>` and `<token>` if it is the app's, else by its own name. */
  private async enter(who: string): Promise<void> {
    const { username, password } = await register(this.gateway, who);
    const { body } = await call(this.gateway, 'POST', '/api/auth/login', { body: { username, password } });
    const { id } = body.user as { id: string };
    const token = body.token as string;
    const [idName, tokenName] = who === 'app' ? ['me', 'token'] : [who, `${who}Token`];
    for (const [name, value] of [
      [idName, id],
      [tokenName, token],
      [`${idName}Name`, username],
    ])
      this.names.set(name!, value);
    if (who === 'app') this.names.set('refreshToken', body.refreshToken);
    this.actors.set(who, { token });
    if (who === 'mentor') await this.promote(id);
  }

  private async promote(id: string): Promise<void> {
    const admin = await call(this.gateway, 'POST', '/api/auth/login', { body: ADMIN });
    await call(this.gateway, 'PATCH', `/api/users/${id}/role`, { token: admin.body.token as string, body: { role: 'mentor' } });
  }

  /** A push by FCM would leave for Google: the same one is read where a browser gets it. */
  private async subscribe(): Promise<void> {
    this.browser = this.pushes.newBrowser();
    const { token } = this.actor('app');
    const { status } = await call(this.gateway, 'POST', '/api/push/subscriptions', {
      token,
      body: { target: this.browser.target },
    });
    if (status !== 201) throw new Error(`Subscribing answered ${status}`);
  }

  private async step(frame: FrameLine): Promise<void> {
    try {
      await this.act(frame);
    } catch (error) {
      throw new Error(`Line ${frame.line}: ${frame.way} ${frame.text}\n${(error as Error).message}`, { cause: error });
    }
  }

  private async act({ who, way, text }: FrameLine): Promise<void> {
    const actor = this.actor(who);
    if (way === '⏻') this.stopping = this.gateway.stop();
    else if (way === '✕') actor.client?.close();
    else if (way === '⇠') await this.pushed(text);
    else if (way === '→') await this.say(actor, text);
    else if (/^\d{3} /.test(text)) this.answered(actor, text);
    else await this.hear(actor, text);
  }

  private async say(actor: Actor, text: string): Promise<void> {
    const filled = fillIn(text, this.names);
    const [, method, path = '', token, body] = REQUEST.exec(filled) ?? [];
    if (method !== undefined) {
      const request = { ...(token === undefined ? {} : { token }), ...(body === undefined ? {} : { body }) };
      actor.answer = await call(this.gateway, method, path, request);
      return;
    }
    if (filled.startsWith('40')) {
      actor.client = await EngineClient.openTransport(this.gateway);
      actor.client.send(filled);
      return;
    }
    (await this.connected(actor)).send(filled);
  }

  private async hear(actor: Actor, text: string): Promise<void> {
    const [, type, json = ''] = PACKET.exec(text) ?? [];
    const pattern = parsePattern(json);
    const client = await this.connected(actor);
    await client.next((packet) => {
      const [, actualType, actualJson = ''] = PACKET.exec(packet) ?? [];
      if (actualType !== type) return false;
      const names = matched(JSON.parse(actualJson), pattern, this.names);
      if (names !== undefined) this.names = names;
      return names !== undefined;
    }, HEARD_MS);
  }

  private answered({ answer }: Actor, text: string): void {
    const [status, json] = [text.slice(0, 3), text.slice(4)];
    const names = matched(answer?.body, parsePattern(json), this.names);
    if (String(answer?.status) !== status || names === undefined) throw new Error(`The answer was ${JSON.stringify(answer)}`);
    this.names = names;
  }

  private async pushed(text: string): Promise<void> {
    const pattern = parsePattern(text) as { kind: string };
    const { message } = await this.browser!.next({ kind: pattern.kind });
    const names = matched(message, pattern, this.names);
    if (names === undefined) throw new Error(`The push was ${JSON.stringify(message)}`);
    this.names = names;
  }

  /** Who says nothing of how they connect is connected already. */
  private async connected(actor: Actor): Promise<EngineClient> {
    actor.client ??= await EngineClient.connect(this.gateway, { token: actor.token, dialect: this.section.dialect });
    return actor.client;
  }

  private actor(who: string): Actor {
    return this.actors.get(who)!;
  }
}

export const ADMIN = { username: 'principal', password: 'the password of the principal' };
