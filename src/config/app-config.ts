import type { RoomKind } from '../protocol/index.js';
import type { PushConfig } from './push-settings.js';
import type { RealtimeConfig } from './realtime-settings.js';

/** The parsed configuration: read once at start, frozen, injected by this class. One member an area. */
export abstract class AppConfig {
  abstract readonly production: boolean;
  abstract readonly server: ServerConfig;
  abstract readonly auth: AuthConfig;
  abstract readonly issuers: IssuersConfig;
  abstract readonly database: DatabaseConfig;
  abstract readonly cluster: ClusterConfig;
  abstract readonly realtime: RealtimeConfig;
  abstract readonly rooms: RoomsConfig;
  abstract readonly chat: ChatConfig;
  abstract readonly files: FilesConfig;
  abstract readonly presence: PresenceConfig;
  abstract readonly help: HelpConfig;
  abstract readonly mentors: MentorsConfig;
  abstract readonly notifications: NotificationsConfig;
  abstract readonly calls: CallsConfig;
  abstract readonly push: PushConfig;
  abstract readonly outbound: OutboundConfig;
  abstract readonly limits: LimitsConfig;
  abstract readonly serverApi: ServerApiConfig;
  abstract readonly ops: OpsConfig;
}

export interface ServerConfig {
  /** `HOST`; default `0.0.0.0`. */
  host: string;
  /** `PORT`, else `WS_PORT`, else 3000; 0 lets the system choose. */
  port: number;
  /** Union of `CORS_ORIGIN`, `FRONTEND_URL`, `NEXTAUTH_URL`; `'*'` outside production when none is set. */
  allowedOrigins: '*' | readonly string[];
  /** `HTTP_HEADERS_TIMEOUT_MS`: how long the headers of a request may take. */
  headersTimeoutMs: number;
  /** `HTTP_IDLE_TIMEOUT_MS`: how long a request or its answer may stand still. */
  idleTimeoutMs: number;
  /** `TRUSTED_PROXIES`: addresses or CIDR ranges whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[];
}

export interface AuthConfig {
  /** `JWT_SECRET`; outside production made and kept in `DATA_DIR` when absent. */
  jwtSecret: string;
  /** Where the generated secret is kept; absent when `JWT_SECRET` was given. */
  jwtSecretFile?: string;
  /** `JWT_EXPIRES_IN` in seconds; written like `7d`, `12h`, `900s`. Default 7 days. */
  tokenLifetimeSeconds: number;
  /** `REFRESH_EXPIRES_IN` in seconds. Default 30 days. */
  refreshLifetimeSeconds: number;
  /** `ADMIN_USERNAMES`, as they were written. */
  adminUsernames: readonly string[];
  /** `MENTOR_SIGNUP`: who may become a mentor by registering. */
  mentorSignup: 'admin' | 'open' | 'invite';
  /** `GUEST_ACCESS`: `allow` or `deny`; default `deny` in production. */
  guestsAllowed: boolean;
}

/** Whose tokens count beside our own and those of the app that shares `JWT_SECRET`. */
export interface IssuersConfig {
  /** `NEXTAUTH_SECRET`, `AUTH_SECRET`, `AUTH_SECRET_1` to `_3`: those that are set. */
  nextAuthSecrets: readonly string[];
  /** `JWKS_URL`. */
  jwksUrl: string | undefined;
  /** `JWT_ISSUER`; there where `jwksUrl` is. */
  jwtIssuer: string | undefined;
  /** `JWT_AUDIENCE`; empty: any. */
  jwtAudiences: readonly string[];
}

export interface DatabaseConfig {
  /** `DATABASE_URL`, else `DB_CONNECTION_STRING`; undefined means the embedded database. */
  url: string | undefined;
  /** `DATA_DIR`, absolute; default `./data`. */
  dataDir: string;
  poolSize: number;
  statementTimeoutMs: number;
  connectionTimeoutMs: number;
}

export interface ClusterConfig {
  /** `REDIS_URL`; undefined means a single node. */
  redisUrl: string | undefined;
  /** Milliseconds without a sign of life after which a node is taken for dead. */
  silenceMs: number;
}

export interface RoomsConfig {
  capacity: number;
  /** `ROOM_IDLE_MINUTES`, in milliseconds. */
  idleMs: number;
  joinedRooms: number;
  /** `ACCEPT_UNKNOWN_RECIPIENTS`: direct messages to ids that nobody has yet are kept for whoever will have them. */
  acceptUnknownRecipients: boolean;
}

export interface ChatConfig {
  /** `RETENTION_DAYS`: days after which messages are removed, by the kind of room; what is not in it keeps its messages. */
  retentionDays: Readonly<Partial<Record<RoomKind, number>>> | undefined;
}

export interface FilesConfig {
  /** `MAX_FILE_BYTES`, of one file. */
  maxBytes: number;
  /** `FILE_QUOTA_BYTES`, of all files of a person. */
  quotaBytes: number;
  /** `FILE_ORPHAN_HOURS`, in milliseconds: how long a file may wait to be shown by a message. */
  orphanMs: number;
  /** `FILE_UPLOAD_SECONDS`, in milliseconds: how long one upload may take. */
  uploadMs: number;
  /** `FILE_UPLOAD_IDLE_SECONDS`, in milliseconds: how long it may stand still. */
  uploadIdleMs: number;
  uploadsPerUser: number;
  uploadsAtOnce: number;
  /** `FILES_S3_…`; undefined: files are kept in `DATA_DIR`. */
  s3: S3Config | undefined;
}

export interface S3Config {
  bucket: string;
  endpoint: string | undefined;
  region: string;
  /** Undefined: the SDK looks for them where it always does. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
  pathStyle: boolean;
}

export interface PresenceConfig {
  /** `PRESENCE_GRACE_MS`: how long a person whose last device left still counts as here. */
  graceMs: number;
  /** `PRESENCE_AWAY_MS`: how long no device of a person gives a command until they count as away. */
  awayMs: number;
}

export interface HelpConfig {
  /** `HELP_ROUTING`: whom a request to nobody in particular is offered to. */
  routing: 'broadcast' | 'auto';
  /** `HELP_OFFER_SECONDS`, in milliseconds: how long one mentor is asked before the next is. */
  offerMs: number;
  /** `HELP_EXPIRES_MINUTES`, in milliseconds. */
  expiryMs: number;
  /** `HELP_MENTOR_GRACE_SECONDS`, in milliseconds: how long a mentor who helps may be gone. */
  mentorGraceMs: number;
  /** `HELP_STUDENT_GRACE_SECONDS`, in milliseconds: how long a student who waits may be gone. */
  studentGraceMs: number;
}

export interface MentorsConfig {
  /** `MENTOR_GRACE_SECONDS`: how long a mentor whose last device left still counts as here. */
  graceSeconds: number;
}

export interface NotificationsConfig {
  /** `NOTIFICATIONS_DAYS`: how long a notification stays in the feed. */
  days: number;
}

export interface CallsConfig {
  /** `CALL_RING_SECONDS`, in milliseconds. */
  ringMs: number;
  /** `CALL_GRACE_SECONDS`, in milliseconds. */
  graceMs: number;
  /** `STUN_URLS`. */
  stunUrls: readonly string[];
  /** `TURN_URLS`; there where `turnSecret` is. */
  turnUrls: readonly string[];
  /** `TURN_SECRET`, which credentials for the TURN servers are made with. */
  turnSecret: string | undefined;
  /** `TURN_TTL_SECONDS`: how long those credentials can begin a call. */
  turnTtlSeconds: number;
  /** `LIVEKIT_URL`, `LIVEKIT_API_KEY`, `LIVEKIT_API_SECRET`; undefined: calls have no SFU. */
  liveKit: LiveKitConfig | undefined;
}

export interface LiveKitConfig {
  url: string;
  apiKey: string;
  apiSecret: string;
}

export interface OutboundConfig {
  /** `OUTBOUND_ALLOWED`: addresses and CIDR ranges beside the public internet that requests may go to. */
  allowed: readonly string[];
}

export interface LimitsConfig {
  commandsPerSecond: number;
  sendPerSecond: number;
  sendBurst: number;
  joinPerSecond: number;
  typingPerSecond: number;
  createPerHour: number;
  helpPerHour: number;
  readPerSecond: number;
  searchPerSecond: number;
  peoplePagesPerHour: number;
  uploadPerMinute: number;
  managePerSecond: number;
  callPerMinute: number;
  signalPerSecond: number;
  registrationsPerHour: number;
  failedCodesPerAddress: number;
  failedCodesPerUser: number;
  /** Failed codes of everybody together in one minute after which codes are refused for a while. */
  failedCodesGlobal: number;
}

export interface ServerApiConfig {
  /** `RATE_SERVER_API_PER_SECOND`, of one API key. */
  requestsPerSecond: number;
  /** `AUDIT_DAYS`: how long it is kept who did what. */
  auditDays: number;
}

export interface OpsConfig {
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** `pretty` for people, `json` for machines. */
  logFormat: 'pretty' | 'json';
  /** `METRICS`: whether `/metrics` answers. */
  metrics: boolean;
  /** `API_DOCS`: whether `/docs` answers. */
  apiDocs: boolean;
  /** `WEB_APP`: whether the web app answers at `/`. */
  webApp: boolean;
}
