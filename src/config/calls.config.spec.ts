import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';
const STRONG = 'Qm8sVt2LwYp5RzXc7NbHd4KfGj1AeUo9TiWq3MxS';
const TURN = { TURN_URLS: 'turn:turn.example', TURN_SECRET: 'north' };
const LIVEKIT = { LIVEKIT_URL: 'wss://livekit.example', LIVEKIT_API_KEY: 'devkey', LIVEKIT_API_SECRET: 'secret' };

const load = (env: Record<string, string>) => loadConfig({ JWT_SECRET, ...env }).calls;

function refusalOf(env: Record<string, string>): string {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted');
}

describe('STUN_URLS and TURN_URLS', () => {
  it('are none by default, in production too', () => {
    const none = { stunUrls: [], turnUrls: [], turnSecret: undefined, liveKit: undefined };
    expect(load({})).toMatchObject(none);
    expect(load({ NODE_ENV: 'production' })).toMatchObject(none);
  });

  it('are addresses as a browser takes them', () => {
    const stun = ['stun:stun.example', 'stun:stun.example:3478', 'stuns:10.0.0.1:5349', 'stun:[2001:db8::1]:3478'];
    const turn = ['turn:turn.example', 'turn:turn.example:3478?transport=udp', 'turns:turn.example:443?transport=tcp'];
    expect(load({ STUN_URLS: stun.join(' , '), TURN_URLS: turn.join(','), TURN_SECRET: 'x' })).toMatchObject({
      stunUrls: stun,
      turnUrls: turn,
      turnSecret: 'x',
    });
  });

  it.each([
    'stun.example',
    'stun://stun.example',
    'stun:',
    'stun:a b',
    'turn:turn.example',
    'stun:a:port',
    'stun:a?x=1',
    'http://a',
  ])('are not %s, of which browsers make nothing', (text) => {
    expect(refusalOf({ STUN_URLS: `stun:stun.example,${text}` })).toContain('STUN_URLS must be a comma-separated list');
  });

  it('keep STUN and TURN apart', () => {
    expect(refusalOf({ ...TURN, TURN_URLS: 'stun:stun.example' })).toContain('TURN_URLS must be');
  });
});

describe('TURN_SECRET', () => {
  it('and the addresses need each other', () => {
    expect(refusalOf({ TURN_URLS: TURN.TURN_URLS })).toContain('TURN_SECRET must be set where TURN_URLS is');
    expect(refusalOf({ TURN_SECRET: TURN.TURN_SECRET })).toContain('TURN_URLS must be set where TURN_SECRET is');
  });

  it.each(['TURN_SECRET', 'LIVEKIT_API_SECRET'])('is strong in production, as is %s', (key) => {
    const given = { NODE_ENV: 'production', ...TURN, ...LIVEKIT, TURN_SECRET: STRONG, LIVEKIT_API_SECRET: STRONG };
    expect(load(given)).toMatchObject({ turnSecret: STRONG, liveKit: { apiSecret: STRONG } });
    const message = refusalOf({ ...given, [key]: STRONG.slice(0, 31) });
    expect(message).toContain(`${key} must have at least 32 bytes`);
    expect(message).not.toContain(STRONG.slice(0, 31));
  });

  it('makes credentials that live from a minute to a week', () => {
    expect(load({}).turnTtlSeconds).toBe(21_600);
    expect(load({ TURN_TTL_SECONDS: '60' }).turnTtlSeconds).toBe(60);
    for (const seconds of ['59', '604801', '1h']) expect(() => load({ TURN_TTL_SECONDS: seconds })).toThrow(ConfigError);
  });
});

describe('a LiveKit server', () => {
  it('is known by its address and its key pair', () => {
    expect(load(LIVEKIT).liveKit).toEqual({ url: 'wss://livekit.example', apiKey: 'devkey', apiSecret: 'secret' });
  });

  it.each(Object.keys(LIVEKIT))('needs all three: not without %s', (key) => {
    expect(refusalOf({ ...LIVEKIT, [key]: '' })).toContain(`${key} must be set where`);
  });

  it('is where browsers reach it', () => {
    expect(refusalOf({ ...LIVEKIT, LIVEKIT_URL: 'https://livekit.example' })).toContain('LIVEKIT_URL must be a URL such as wss');
  });
});
