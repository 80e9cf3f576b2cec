import type {
  AnswerOf,
  AnnouncedLimits,
  CommandName,
  FactData,
  FactName,
  Hello,
  PayloadOf,
  User,
} from '../../../src/protocol/index.js';
import { LiveCalls } from '../calls/live-calls.js';
import { LiveConversations } from '../conversations/live-conversations.js';
import { GatewayFiles } from '../files/gateway-files.js';
import { LiveHelp } from '../help/live-help.js';
import { LiveMentors } from '../mentors/live-mentors.js';
import { LiveNotifications } from '../notifications/live-notifications.js';
import { LiveOutbox } from '../outbox/live-outbox.js';
import { GatewayPeople } from '../people/gateway-people.js';
import { LivePresence } from '../presence/live-presence.js';
import { LiveRooms } from '../rooms/live-rooms.js';
import type { LyceumClient } from './client.js';
import type { ConnectionStatus } from './connection-status.js';
import { Connector } from './connector.js';
import { addressOf, Credentials } from './credentials.js';
import { LyceumError } from './error.js';
import { FactListeners } from './fact-listeners.js';
import { FetchHttp } from './fetch-http.js';
import type { Http } from './http.js';
import type { OpenLink } from './link.js';
import type { ClientOptions } from './options.js';
import type { ClientLogger } from './surroundings.js';
import { onPageEvents } from './page-events.js';
import { Requests } from './requests.js';
import type { Store } from './store.js';
import type { RequestOptions } from './wire.js';

const REQUEST_MS = 10_000;
/** After a page was hidden so long its connection may be gone without anybody having noticed. */
const HIDDEN_MS = 10_000;
const PROBE_MS = 5_000;
const SILENT: ClientLogger = { debug: () => undefined, warn: () => undefined };

/** The client: makes the connection and each area, and tells the one of the other. */
export class LiveClient implements LyceumClient {
  readonly logger: ClientLogger;
  readonly http: Http;
  readonly connection: Store<ConnectionStatus>;
  readonly me: Store<User | undefined>;
  readonly limits: Store<AnnouncedLimits | undefined>;
  readonly outbox: LiveOutbox;
  readonly rooms: LiveRooms;
  readonly conversations: LiveConversations;
  readonly presence: LivePresence;
  readonly people: GatewayPeople;
  readonly calls: LiveCalls;
  readonly files: GatewayFiles;
  readonly mentors: LiveMentors;
  readonly help: LiveHelp;
  readonly notifications: LiveNotifications;
  private readonly credentials: Credentials;
  private readonly connector: Connector;
  private readonly requests: Requests;
  private readonly facts: FactListeners;
  private readonly arrivals = new Set<(hello: Hello) => void>();
  private stopPageEvents: (() => void) | undefined;

  constructor(options: ClientOptions, openLink: OpenLink) {
    const url = addressOf(options.url);
    this.logger = options.logger ?? SILENT;
    this.credentials = new Credentials(options);
    this.facts = new FactListeners(this.logger);
    this.connector = new Connector(url, this.credentials, openLink, {
      fact: (name, data) => this.facts.tell(name, data),
      connected: (hello) => this.greet(hello),
      lost: () => this.requests.fail(LyceumError.offline()),
    });
    this.requests = new Requests(this.connector, options.requestTimeoutMs ?? REQUEST_MS);
    this.http = new FetchHttp(url, (refused) => this.credentials.token(refused));
    this.connection = this.connector.status;
    this.me = this.connector.me;
    this.limits = this.connector.limits;
    this.on('auth:expiring', () => void this.refresh());
    this.on('auth:changed', ({ user }) => this.connector.me.set(user));

    this.outbox = new LiveOutbox(this, options.storage);
    this.outbox.subscribe(() => this.connector.status.patch({ queued: this.outbox.queued }));
    this.conversations = new LiveConversations(this);
    this.calls = new LiveCalls(this, options.media);
    const { outbox, conversations, calls } = this;
    this.rooms = new LiveRooms(this, { outbox, conversations, calls, guestName: options.guestName });
    this.presence = new LivePresence(this);
    this.people = new GatewayPeople(this);
    this.files = new GatewayFiles(this, this.limits);
    this.mentors = new LiveMentors(this);
    this.help = new LiveHelp(this);
    this.notifications = new LiveNotifications(this, this.credentials.deviceId);
  }

  connect(): void {
    this.stopPageEvents ??= onPageEvents({
      online: () => this.connector.hurry(),
      offline: () => this.connector.cut(),
      shown: (hiddenMs) => this.lookedAt(hiddenMs),
    });
    this.connector.connect();
  }

  close(): void {
    this.stopPageEvents?.();
    this.stopPageEvents = undefined;
    this.connector.close();
    this.requests.fail(LyceumError.closed());
  }

  request<C extends CommandName>(command: C, payload: PayloadOf<C>, options?: RequestOptions): Promise<AnswerOf<C>> {
    return this.requests.make(command, payload, options);
  }

  on<F extends FactName>(fact: F, listener: (data: FactData<F>) => void): () => void {
    return this.facts.on(fact, listener);
  }

  onConnected(listener: (hello: Hello) => void): () => void {
    const own = (hello: Hello): void => listener(hello);
    this.arrivals.add(own);
    return () => this.arrivals.delete(own);
  }

  private greet(hello: Hello): void {
    for (const arrived of [...this.arrivals]) arrived(hello);
  }

  /** In place, so that nothing is interrupted. Where that fails the server ends the connection, and the next one shows a new token. */
  private async refresh(): Promise<void> {
    try {
      const token = await this.credentials.renewed();
      if (token !== undefined) await this.request('auth:refresh', { token });
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      this.logger.warn('The token could not be renewed', error);
      if (error.code === 'IDENTITY_CONFLICT') this.connector.close(error);
    }
  }

  private lookedAt(hiddenMs: number): void {
    this.connector.hurry();
    if (hiddenMs < HIDDEN_MS || this.connection.get().state !== 'connected') return;
    this.request('auth:me', {}, { timeoutMs: PROBE_MS }).catch((thrown: unknown) => {
      if (LyceumError.from(thrown).code === 'TIMEOUT') this.connector.cut();
    });
  }
}
