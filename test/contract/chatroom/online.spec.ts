import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { register } from '../../support/accounts.js';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { eventually } from '../../support/wait.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { createSession } from '../group-study/session.js';
import { connectLearner } from '../skill-lift/live-session.js';
import { connectChat, hears, newPerson, seesOnline, WAYS, type ChatPerson } from './chat-client.js';

/** Changes are told within half a second; this long without one, on a busy machine too, and none is coming. */
const QUIET_MS = GRACE_MS + 1_500;

describe('who is online', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => gateway.stop());

  /** Connects somebody, alone: who was here before has gone. */
  async function alone(): Promise<ChatPerson> {
    const ana = await newPerson(gateway);
    if (ana.online.length > 1) await seesOnline(ana, (usernames) => usernames.length === 1, 10_000);
    return ana;
  }

  function listsOf({ client }: ChatPerson): string[][] {
    return client.heard<string[]>('online_users');
  }

  /** The last list of each of them comes to have so many people. */
  async function allSee(people: ChatPerson[], count: number): Promise<void> {
    await eventually(() => {
      for (const person of people) expect(listsOf(person).at(-1)).toHaveLength(count);
      return Promise.resolve();
    }, 5_000);
  }

  it.each(WAYS)('is told when somebody comes by %s, and when they are gone', async (way) => {
    const ana = await alone();
    const ben = await newPerson(gateway, way, 'ben');

    expect(ben.online.toSorted()).toEqual([ana.username, ben.username].toSorted());
    expect(await seesOnline(ana, (usernames) => usernames.includes(ben.username))).toEqual([ana.username, ben.username]);

    ben.client.close();
    expect(await seesOnline(ana, (usernames) => !usernames.includes(ben.username))).toEqual([ana.username]);
  });

  it('shows a person of several devices once, until the last of them is gone', async () => {
    const ana = await alone();
    const phone = await newPerson(gateway, 'websocket', 'ben');
    await seesOnline(ana, (usernames) => usernames.length === 2);
    const tab = await connectChat(gateway, phone, 'polling');
    expect(tab.online).toEqual([ana.username, phone.username]);
    const before = listsOf(ana).length;

    tab.client.close();
    await delay(QUIET_MS);
    expect(listsOf(ana)).toHaveLength(before);

    phone.client.close();
    expect(await seesOnline(ana, (usernames) => usernames.length === 1)).toEqual([ana.username]);
  });

  it('shows nothing of a reload', async () => {
    const ana = await alone();
    const ben = await newPerson(gateway, 'websocket', 'ben');
    await seesOnline(ana, (usernames) => usernames.length === 2);
    const before = listsOf(ana).length;

    ben.client.cut();
    await connectChat(gateway, ben);
    await delay(QUIET_MS);

    expect(listsOf(ana)).toHaveLength(before);
  });

  it('tells many changes together, the last list being the right one', async () => {
    const ana = await alone();
    const accounts = [];
    for (let number = 0; number < 20; number += 1) accounts.push(await register(gateway, 'many'));

    const people = await Promise.all(accounts.map((account) => connectChat(gateway, account)));
    await allSee([ana, ...people], 21);

    expect(listsOf(ana).length).toBeLessThanOrEqual(10);
    for (const person of people) expect(new Set(listsOf(person).at(-1))).toEqual(new Set(listsOf(ana).at(-1)));
  });

  it('never shows an older list after a newer one', async () => {
    await alone();
    const accounts = [];
    for (let number = 0; number < 20; number += 1) accounts.push(await register(gateway, 'row'));

    const people: ChatPerson[] = [];
    for (const account of accounts)
      people.push(await connectChat(gateway, account, people.length % 2 === 0 ? 'polling' : 'default'));
    await allSee(people, 21);

    // Nobody leaves, so that no list may be shorter than the one before it.
    for (const person of people) {
      const lengths = listsOf(person).map(({ length }) => length);
      expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
      expect(person.online).toContain(person.username);
    }
  });

  it('counts people of other clients who are registered or have a token, and no guests', async () => {
    const ana = await alone();
    const lena = await connectLearner(gateway, 'Lena');
    await createSession(gateway, 'Greta');

    expect(await seesOnline(ana, (usernames) => usernames.length > 1)).toEqual([ana.username, lena.userId]);
    dataOf(await ana.client.request('send_message', { text: 'nobody else' }));
    await hears(ana, 'nobody else');
    await delay(QUIET_MS);
    expect(listsOf(ana).at(-1)).toEqual([ana.username, lena.userId]);
  });
});
