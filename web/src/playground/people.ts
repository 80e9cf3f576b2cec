import { isObject } from './json.js';
import type { TestPerson } from './self-check/script.js';

/** Something that nobody has used before. */
export function fresh(stem: string): string {
  return stem + randomHex(5);
}

/** What a guest of the canonical protocol makes up: 128 random bits, in hex. */
export function newGuestKey(): string {
  return randomHex(16);
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Registers somebody with a name and a password of chance. Rejects with the server's own words. */
export async function makeTestPerson(server: string, stem: string): Promise<TestPerson> {
  const username = fresh(stem);
  const response = await fetch(new URL('/api/auth/register', server), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Nobody logs in with it again: the token is all that is used.
    body: JSON.stringify({ username, password: fresh(`${username} `) }),
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (
    response.ok &&
    isObject(body) &&
    isObject(body.user) &&
    typeof body.user.id === 'string' &&
    typeof body.token === 'string'
  ) {
    return { id: body.user.id, username, token: body.token };
  }
  throw new Error(`The server did not register a test person: ${refusalOf(body) ?? `it answered ${String(response.status)}`}.`);
}

function refusalOf(body: unknown): string | undefined {
  if (!isObject(body) || typeof body.message !== 'string') return undefined;
  const code = typeof body.code === 'string' ? ` (${body.code})` : '';
  return body.message.replace(/\.$/, '') + code;
}

type Pair = readonly [TestPerson, TestPerson];

/**
 * Two people for each dialect's check, made when they are first asked for and then kept as long as the tab: a server lets an address
 * register a few an hour.
 */
export class TestPeople {
  private readonly pairs = new Map<string, Promise<Pair>>();

  constructor(
    private readonly server: string,
    private readonly storage?: Storage,
  ) {}

  of(name: string): Promise<Pair> {
    const known = this.pairs.get(name) ?? this.stored(name) ?? this.make(name);
    this.pairs.set(name, known);
    // One that failed is tried again.
    known.catch(() => this.pairs.delete(name));
    return known;
  }

  /** Forgets them, as when the server no longer knows their tokens. */
  forget(name: string): void {
    this.pairs.delete(name);
    this.storage?.removeItem(keyOf(name));
  }

  private async make(name: string): Promise<Pair> {
    const pair: Pair = [await makeTestPerson(this.server, 'ana-'), await makeTestPerson(this.server, 'ben-')];
    this.storage?.setItem(keyOf(name), JSON.stringify(pair));
    return pair;
  }

  private stored(name: string): Promise<Pair> | undefined {
    const text = this.storage?.getItem(keyOf(name));
    return text ? Promise.resolve(JSON.parse(text) as Pair) : undefined;
  }
}

const keyOf = (name: string): string => `lyceum.playground.people.${name}`;
