import { describe, expect, it } from '@jest/globals';
import type { AppConfig } from './app-config.js';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';

const SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';
const development = { JWT_SECRET: SECRET };
const production = { JWT_SECRET: SECRET, NODE_ENV: 'production' };

function refusalOf(env: Record<string, string>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

function load(env: Record<string, string>): AppConfig {
  return loadConfig({ ...development, ...env }, { interactive: false, directory: '/srv/lyceum' });
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(load({})).toEqual({
      production: false,
      server: {
        host: '0.0.0.0',
        port: 3_000,
        allowedOrigins: '*',
        headersTimeoutMs: 20_000,
        idleTimeoutMs: 120_000,
        trustedProxies: [],
      },
      auth: {
        jwtSecret: SECRET,
        tokenLifetimeSeconds: 604_800,
        refreshLifetimeSeconds: 2_592_000,
        guestsAllowed: true,
        adminUsernames: [],
        mentorSignup: 'admin',
      },
      issuers: { nextAuthSecrets: [], jwksUrl: undefined, jwtIssuer: undefined, jwtAudiences: [] },
      chat: { retentionDays: undefined },
      serverApi: { requestsPerSecond: 100, auditDays: 90 },
      files: {
        maxBytes: 25 * 1024 * 1024,
        quotaBytes: 1024 ** 3,
        orphanMs: 24 * 3_600_000,
        uploadMs: 240_000,
        uploadIdleMs: 20_000,
        uploadsPerUser: 3,
        uploadsAtOnce: 32,
        s3: undefined,
      },
      calls: {
        ringMs: 30_000,
        graceMs: 15_000,
        stunUrls: [],
        turnUrls: [],
        turnSecret: undefined,
        turnTtlSeconds: 21_600,
        liveKit: undefined,
      },
      database: {
        url: undefined,
        dataDir: '/srv/lyceum/data',
        poolSize: 10,
        statementTimeoutMs: 2_500,
        connectionTimeoutMs: 2_500,
      },
      cluster: { redisUrl: undefined, silenceMs: 20_000 },
      realtime: {
        defaultDialect: 'chatroom',
        maxFrameBytes: 64 * 1024,
        maxJsonDepth: 16,
        fastWrites: true,
        pingIntervalMs: 15_000,
        pingTimeoutMs: 10_000,
        authTimeoutMs: 10_000,
        connectionsPerAddress: 2_000,
        unauthenticatedPerAddress: 100,
        connectsPerSecond: 1_000,
        connectionsPerUser: 20,
        outboundBytes: 1024 * 1024,
        outboundPackets: 1_000,
        outboundTotalBytes: 256 * 1024 * 1024,
        orderMs: 200,
        drainMs: 20_000,
        drainNoticeMs: 0,
        drainSpreadMs: 5_000,
      },
      rooms: { capacity: 500, idleMs: 24 * 3_600_000, joinedRooms: 200, acceptUnknownRecipients: false },
      presence: { graceMs: 5_000, awayMs: 300_000 },
      help: { routing: 'broadcast', offerMs: 30_000, expiryMs: 3_600_000, mentorGraceMs: 60_000, studentGraceMs: 300_000 },
      mentors: { graceSeconds: 60 },
      push: { vapid: undefined, vapidSubject: 'mailto:webmaster@example.com', fcm: undefined },
      outbound: { allowed: [] },
      notifications: { days: 90 },
      limits: {
        commandsPerSecond: 100,
        sendPerSecond: 20,
        sendBurst: 60,
        joinPerSecond: 5,
        typingPerSecond: 1,
        createPerHour: 20,
        helpPerHour: 60,
        readPerSecond: 50,
        searchPerSecond: 5,
        peoplePagesPerHour: 600,
        uploadPerMinute: 60,
        managePerSecond: 10,
        callPerMinute: 10,
        signalPerSecond: 100,
        registrationsPerHour: 20,
        failedCodesPerAddress: 10,
        failedCodesPerUser: 5,
        failedCodesGlobal: 300,
      },
      ops: { logLevel: 'info', logFormat: 'json', metrics: true, apiDocs: true, webApp: true },
    });
  });

  it('takes an empty value for an absent one', () => {
    expect(load({ PORT: '', WS_PORT: '3001', DATABASE_URL: '', METRICS: '' })).toMatchObject({
      server: { port: 3_001 },
      database: { url: undefined },
      ops: { metrics: true },
    });
  });

  it('reads the old names, and the new name wins', () => {
    const old = { WS_PORT: '3001', DB_CONNECTION_STRING: 'postgres://old/app' };
    expect(load(old)).toMatchObject({ server: { port: 3_001 }, database: { url: 'postgres://old/app' } });
    const both = { ...old, PORT: '5000', DATABASE_URL: 'postgresql://new/app' };
    expect(load(both)).toMatchObject({ server: { port: 5_000 }, database: { url: 'postgresql://new/app' } });
  });

  it('does not mind what stands in an old name that lost', () => {
    expect(load({ PORT: '5000', WS_PORT: 'x' }).server.port).toBe(5_000);
  });

  it('takes a database line that was never filled in for none, outside production only', () => {
    const unfilled = { DB_CONNECTION_STRING: 'your_database_url_here' };
    expect(load(unfilled).database.url).toBeUndefined();
    expect(refusalOf({ ...production, ...unfilled }).problems.map(({ key }) => key)).toEqual(['DB_CONNECTION_STRING']);
  });

  it.each([
    ['7d', 604_800],
    ['12h', 43_200],
    ['15m', 900],
    ['900s', 900],
    ['900', 900],
    ['1w', 604_800],
  ])('reads JWT_EXPIRES_IN=%s as %d seconds', (text, seconds) => {
    expect(load({ JWT_EXPIRES_IN: text }).auth.tokenLifetimeSeconds).toBe(seconds);
  });

  it('takes a relative DATA_DIR from the working directory', () => {
    expect(load({ DATA_DIR: '../kept' }).database.dataDir).toBe('/srv/kept');
  });

  it('reads addresses and ranges of proxies', () => {
    expect(load({ TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,fd00::/8' }).server.trustedProxies).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      'fd00::/8',
    ]);
  });

  it('logs for people on a terminal outside production only', () => {
    expect(loadConfig(development, { interactive: true }).ops.logFormat).toBe('pretty');
    expect(loadConfig(development, { interactive: false }).ops.logFormat).toBe('json');
    expect(loadConfig(production, { interactive: true }).ops.logFormat).toBe('json');
  });

  it.each(['production', 'PRODUCTION', 'prod'])('is careful under NODE_ENV=%s', (name) => {
    expect(load({ NODE_ENV: name })).toMatchObject({ production: true, auth: { guestsAllowed: false } });
    expect(load({ NODE_ENV: name, GUEST_ACCESS: 'allow' }).auth.guestsAllowed).toBe(true);
  });

  it('is frozen through and through', () => {
    const config = load({ CORS_ORIGIN: 'https://a.example', TRUSTED_PROXIES: '::1' });
    const parts: unknown[] = [config, ...(Object.values(config) as unknown[])];
    parts.push(config.server.allowedOrigins, config.server.trustedProxies);
    expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
    expect(() => {
      config.server.port = 1;
    }).toThrow(TypeError);
  });
});

describe('a refused configuration', () => {
  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['WS_PORT', 'x'],
    ['HOST', 'not a host'],
    ['TRUSTED_PROXIES', '10'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['JWT_EXPIRES_IN', 'soon'],
    ['JWT_EXPIRES_IN', '0'],
    ['JWT_EXPIRES_IN', '366d'],
    ['GUEST_ACCESS', 'maybe'],
    ['DATABASE_URL', 'mongodb://host/app'],
    ['DB_CONNECTION_STRING', 'file:./dev.db'],
    ['REDIS_URL', 'localhost:6379'],
    ['DEFAULT_DIALECT', 'latin'],
    ['DRAIN_MS', '20001'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['METRICS', 'perhaps'],
  ])('names %s when it is %s', (key, text) => {
    const refusal = refusalOf({ ...development, [key]: text });
    expect(refusal.problems).toHaveLength(1);
    expect(refusal.message).toContain(`  - ${key} must be `);
  });

  it('names every bad key at once, with what is wrong and what is expected', () => {
    const { message } = refusalOf({
      NODE_ENV: 'production',
      PORT: 'abc',
      CORS_ORIGIN: '*',
      FRONTEND_URL: 'nope',
      DRAIN_MS: '25000',
    });
    expect(message.split('\n')).toEqual([
      "Lyceum can't start, its configuration has 5 problems:",
      '  - PORT must be a whole number from 0 to 65,535, but is "abc"',
      expect.stringMatching(/^ {2}- CORS_ORIGIN must be .* not \* in production, but is "\*"$/),
      expect.stringMatching(/^ {2}- FRONTEND_URL must be .* origins .*, but is "nope"$/),
      expect.stringMatching(/^ {2}- JWT_SECRET must be set when NODE_ENV=production/),
      '  - DRAIN_MS must be a whole number from 0 to 20,000, but is "25000"',
    ]);
  });

  it('never shows a secret', () => {
    const { message } = refusalOf({
      NODE_ENV: 'production',
      JWT_SECRET: 'hunter2',
      DATABASE_URL: 'mysql://u:hunter2@db/app',
      REDIS_URL: 'http://:hunter2@redis',
    });
    expect(message).toMatch(/JWT_SECRET[^]*DATABASE_URL[^]*REDIS_URL/);
    expect(message).not.toContain('hunter2');
  });
});
