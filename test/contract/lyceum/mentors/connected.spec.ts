import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import { eventually } from '../../../support/wait.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import { among, change, list, MENTOR_GONE_MS, MENTORING, mentorShape, newMentor, ownShape, set, toldOf } from './mentoring.js';

describe('lyceum: mentors who come and go', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: MENTORING });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** A student who watches, and two available mentors. */
  async function scene(): Promise<{ ben: Person; mentor: Person; marker: Person }> {
    const [mentor, marker] = [await newMentor(gateway), await newMentor(gateway, 'websocket', 'marker')];
    const ben = await newPerson(gateway, 'websocket', 'ben');
    await list(ben, { watch: true });
    for (const person of [mentor, marker]) {
      await set(person, { availability: 'available', statusText: 'Hello' });
      await change(ben, person);
    }
    return { ben, mentor, marker };
  }

  /** The marker goes; when it is told that they are gone, whoever left before has outlived the grace. */
  async function outliveGrace({ ben, marker }: Awaited<ReturnType<typeof scene>>): Promise<void> {
    await marker.client.close();
    await change(ben, marker, { availability: 'offline' }, MENTOR_GONE_MS);
  }

  it('whose last device left are offline after the grace, and stay so when they come back', async () => {
    const { ben, mentor } = await scene();
    await mentor.client.close();
    expect(among(await list(ben), mentor)).toEqual([mentorShape(mentor, { statusText: 'Hello' })]);

    const gone = mentorShape(mentor, { availability: 'offline', statusText: 'Hello' });
    expect(await change(ben, mentor, {}, MENTOR_GONE_MS)).toEqual(gone);

    const client = await connectLyceum(gateway, 'websocket', mentor.token);
    expect(dataOf(await client.request('mentors:get'))).toEqual(
      ownShape(mentor, { availability: 'offline', statusText: 'Hello' }),
    );
    expect(among(await list(ben), mentor)).toEqual([gone]);

    await set({ client }, { availability: 'available' });
    expect(await change(ben, mentor)).toEqual(mentorShape(mentor, { statusText: 'Hello' }));
  });

  it('and come back within the grace were never gone', async () => {
    const met = await scene();
    await met.mentor.client.close();
    await connectLyceum(gateway, 'raw', met.mentor.token);

    await outliveGrace(met);
    expect(toldOf(met.ben, met.mentor)).toHaveLength(1);
    expect(among(await list(met.ben), met.mentor)).toMatchObject([{ availability: 'available' }]);
  });

  it('with two devices are here with one of them', async () => {
    const met = await scene();
    const laptop = await connectLyceum(gateway, 'polling', met.mentor.token);
    await met.mentor.client.close();

    await outliveGrace(met);
    expect(toldOf(met.ben, met.mentor)).toHaveLength(1);

    await laptop.close();
    expect(await change(met.ben, met.mentor, {}, MENTOR_GONE_MS)).toMatchObject({ availability: 'offline' });
  });

  it('are not asked how they are seen: who hides and is available is shown', async () => {
    const { ben, mentor } = await scene();
    dataOf(await mentor.client.request('presence:set', { state: 'hidden' }));

    expect(among(await list(ben, { available: true }), mentor)).toHaveLength(1);
  });

  it('and were here when the gateway was killed are offline after the grace, and stay so when they come back', async () => {
    const { mentor } = await scene();
    await gateway.kill();
    await gateway.restart();
    // Nobody has come back: the grace that began before ends all the same.
    await eventually(async () => {
      const { body } = await call(gateway, 'GET', '/api/mentors');
      const shown = (body as unknown as JsonObject[]).find(({ mentorId }) => mentorId === mentor.id);
      expect(shown).toMatchObject({ status: 'offline' });
    }, MENTOR_GONE_MS);

    const client = await connectLyceum(gateway, 'websocket', mentor.token);
    const own = dataOf(await client.request('mentors:get'));

    expect(own).toMatchObject({ availability: 'offline', chosen: 'offline', statusText: 'Hello' });
  }, 60_000);
});
