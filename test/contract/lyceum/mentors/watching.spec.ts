import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { call } from '../../../support/http-client.js';
import type { TestAccount } from '../../../support/accounts.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import {
  among,
  change,
  list,
  MENTORING,
  mentorShape,
  newMentor,
  ownShape,
  registerChief,
  set,
  toldOf,
  TOLD_MS,
} from './mentoring.js';

describe('lyceum: watching mentors', () => {
  let gateway: Gateway;
  let chief: TestAccount;

  beforeAll(async () => {
    gateway = await startGateway({ env: MENTORING });
    chief = await registerChief(gateway);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** A student who watches, and an available mentor whom they see. */
  async function scene(): Promise<{ ben: Person; mentor: Person }> {
    const [mentor, ben] = [await newMentor(gateway), await newPerson(gateway, 'websocket', 'ben')];
    await list(ben, { watch: true });
    await set(mentor, { availability: 'available' });
    expect(await change(ben, mentor)).toEqual(mentorShape(mentor));
    return { ben, mentor };
  }

  /** Whoever has heard of this has heard all before it. */
  async function everythingTold({ ben }: { ben: Person }): Promise<void> {
    const marker = await newMentor(gateway);
    await set(marker, { availability: 'busy' });
    await change(ben, marker);
  }

  it.each(WAYS)('by %s tells each change, as everybody sees it', async (way) => {
    const [mentor, ben] = [await newMentor(gateway), await newPerson(gateway, way, 'ben')];
    await list(ben, { watch: true });

    await set(mentor, { availability: 'available', subjects: ['Maths'] });
    expect(await change(ben, mentor)).toEqual(mentorShape(mentor, { subjects: ['Maths'] }));
    await set(mentor, { availability: 'busy' });
    expect(await change(ben, mentor)).toEqual(mentorShape(mentor, { subjects: ['Maths'], availability: 'busy' }));
    await set(mentor, { availability: 'offline' });
    expect(await change(ben, mentor)).toEqual(mentorShape(mentor, { subjects: ['Maths'], availability: 'offline' }));
  });

  it('tells a mentor who watches of themselves once, as they see themselves', async () => {
    const [mentor, ben] = [await newMentor(gateway), await newPerson(gateway, 'websocket', 'ben')];
    await list(mentor, { watch: true });
    await list(ben, { watch: true });

    await set(mentor, { availability: 'busy' });
    await change(ben, mentor);
    await everythingTold({ ben: mentor });

    expect(toldOf(mentor, mentor)).toEqual([ownShape(mentor, { availability: 'busy' })]);
  });

  it('tells of 50 changes at once a few times, and the last one always', async () => {
    const { ben, mentor } = await scene();

    await Promise.all(Array.from({ length: 49 }, (_, number) => set(mentor, { statusText: `Text ${number}` })));
    await set(mentor, { statusText: 'The last one' });
    await change(ben, mentor, { statusText: 'The last one' });
    await everythingTold({ ben });

    // Twice a second, however long a busy machine takes for it.
    expect(toldOf(ben, mentor).length).toBeLessThan(12);
    expect(toldOf(ben, mentor).at(-1)).toMatchObject({ statusText: 'The last one' });
  });

  it('tells nothing to who does not watch, nor to who does not any more', async () => {
    const { ben, mentor } = await scene();
    const eva = await newPerson(gateway, 'websocket', 'eva');
    await list(eva, { watch: true });
    await list(eva, { watch: false });
    const carl = await newPerson(gateway, 'websocket', 'carl');
    await list(carl);

    await set(mentor, { availability: 'busy' });
    await change(ben, mentor);
    await Promise.all([eva.client.settled(), carl.client.settled()]);

    expect([toldOf(eva, mentor), toldOf(carl, mentor)]).toEqual([[], []]);
  });

  it('shows a mentor who loses the role as offline at once, and no more in lists', async () => {
    const { ben, mentor } = await scene();
    const path = `/api/users/${mentor.id}/role`;

    expect((await call(gateway, 'PATCH', path, { token: chief.token, body: { role: 'student' } })).status).toBe(200);

    expect(await change(ben, mentor)).toMatchObject({ availability: 'offline', mentor: { role: 'student' } });
    expect(among(await list(ben), mentor)).toEqual([]);
    expect(await mentor.client.request('mentors:set', { availability: 'available' })).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    });
  });

  it('takes somebody for a mentor from the moment they are one', async () => {
    const { ben } = await scene();
    const eva = await register(gateway, 'eva');
    const client = await connectLyceum(gateway, 'websocket', eva.token);
    const path = `/api/users/${eva.id}/role`;

    expect((await call(gateway, 'PATCH', path, { token: chief.token, body: { role: 'mentor' } })).status).toBe(200);
    await client.fact('auth:changed', {}, TOLD_MS);
    await set({ client }, { availability: 'available' });

    expect(await change(ben, eva)).toEqual(mentorShape(eva));
  });

  it('shows a banned mentor as offline at once, and no more in lists', async () => {
    const { ben, mentor } = await scene();

    expect((await call(gateway, 'POST', `/api/users/${mentor.id}/ban`, { token: chief.token })).status).toBe(204);

    expect(await change(ben, mentor)).toMatchObject({ availability: 'offline' });
    expect(among(await list(ben), mentor)).toEqual([]);
  });
});
