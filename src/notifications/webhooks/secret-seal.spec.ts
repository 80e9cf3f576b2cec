import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { loadConfig } from '../../config/index.js';
import { SecretSeal } from './secret-seal.js';
import { newWebhookSecret, signedHeaders } from './signature.js';

const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';
const seal = new SecretSeal(loadConfig({ JWT_SECRET }));

describe('a sealed secret', () => {
  const secret = newWebhookSecret();
  const text = seal.seal('one', secret);

  it('is read by whoever has JWT_SECRET', () => {
    expect(text).not.toContain(secret.slice(6));
    expect(new SecretSeal(loadConfig({ JWT_SECRET })).open('one', text)).toBe(secret);
    expect(seal.seal('one', secret)).not.toBe(text);
  });

  it('is not read with another one, for another webhook, or when something of it was changed', () => {
    expect(new SecretSeal(loadConfig({ JWT_SECRET: `${JWT_SECRET}x` })).open('one', text)).toBeUndefined();
    expect(seal.open('two', text)).toBeUndefined();
    for (const bad of ['', 'x', text.slice(0, -4), `A${text.slice(1, -1)}A`, `${text}AAAA`])
      expect(seal.open('one', bad)).toBeUndefined();
  });
});

describe('signatures', () => {
  it('are those that the library of Standard Webhooks makes', () => {
    const [secret, other] = [newWebhookSecret(), newWebhookSecret()];
    const [id, at, body] = ['0197', new Date(), '{"type":"ping","data":"Grüße 😀"}'];
    const headers = signedHeaders(id, at, body, [secret, other]);
    expect(headers['webhook-signature']).toBe([secret, other].map((one) => new Webhook(one).sign(id, at, body)).join(' '));
    for (const one of [secret, other]) expect(new Webhook(one).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow('No matching signature');
  });
});
