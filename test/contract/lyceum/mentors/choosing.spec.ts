import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newPerson } from '../shapes.js';
import { among, change, list, MENTORING, mentorShape, newMentor, ownShape, set } from './mentoring.js';

describe('lyceum: what mentors choose', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: MENTORING });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  describe.each(WAYS)('by %s', (way) => {
    it('is answered as it is, and shown to everybody', async () => {
      const [mentor, ben] = [await newMentor(gateway, way), await newPerson(gateway, way, 'ben')];
      const wishes = {
        availability: 'available',
        statusText: 'Ask me anything',
        subjects: ['Maths', 'Physics'],
        capacity: 3,
        metadata: { b: 1, a: [true, null] },
      };

      const own = await set(mentor, wishes);

      expect(own).toEqual(ownShape(mentor, wishes));
      expect(dataOf(await mentor.client.request('mentors:get'))).toEqual(own);
      const { chosen: _, ...shown } = own;
      expect(among(await list(ben), mentor)).toEqual([shown]);
    });

    it('is offline before anything was chosen, and then in no list', async () => {
      const mentor = await newMentor(gateway, way);

      const own = dataOf(await mentor.client.request('mentors:get'));

      expect(own).toEqual(ownShape(mentor, { availability: 'offline' }));
      expect(among(await list(mentor), mentor)).toEqual([]);
    });
  });

  it('changes only what is named, and null or nothing takes away', async () => {
    const mentor = await newMentor(gateway);
    const all = { statusText: 'Here', subjects: ['Maths'], capacity: 2, metadata: { a: 1 } };
    await set(mentor, { availability: 'available', ...all });

    expect(await set(mentor, { availability: 'busy' })).toEqual(ownShape(mentor, { ...all, availability: 'busy' }));
    expect(await set(mentor, {})).toEqual(ownShape(mentor, { ...all, availability: 'busy' }));
    expect(await set(mentor, { statusText: null, metadata: null, subjects: [] })).toEqual(
      ownShape(mentor, { capacity: 2, availability: 'busy' }),
    );
    expect(await set(mentor, { statusText: 'Back' })).toMatchObject({ statusText: 'Back' });
    expect(await set(mentor, { statusText: '' })).toMatchObject({ statusText: null });
  });

  it('keeps each subject once, as it was written first', async () => {
    const mentor = await newMentor(gateway);

    expect(await set(mentor, { subjects: [' Linear algebra', 'MATHS', 'linear  Algebra', 'maths'] })).toMatchObject({
      subjects: ['Linear algebra', 'MATHS'],
    });
  });

  it('reaches the mentor’s other devices, as they see themselves', async () => {
    const mentor = await newMentor(gateway);
    const laptop = await connectLyceum(gateway, 'raw', mentor.token);

    await set(mentor, { availability: 'busy', statusText: 'In a lesson' });

    expect(await change({ client: laptop }, mentor)).toEqual(
      ownShape(mentor, { availability: 'busy', statusText: 'In a lesson' }),
    );
  });

  it('survives a restart: text and subjects, whatever became of the availability', async () => {
    const mentor = await newMentor(gateway);
    await set(mentor, { availability: 'available', subjects: ['Latin'], statusText: 'Salve' });
    await gateway.stop();
    await gateway.restart();

    const again = await connectLyceum(gateway, 'websocket', mentor.token);
    expect(dataOf(await again.request('mentors:get'))).toMatchObject({ subjects: ['Latin'], statusText: 'Salve' });
  }, 60_000);

  it('is for mentors alone, by what the server knows of them', async () => {
    const student = await newPerson(gateway, 'websocket');

    for (const wishes of [
      {},
      { availability: 'available' },
      { availability: 'available', role: 'mentor', mentor: { role: 'mentor' } },
    ]) {
      expectRefusal(await student.client.request('mentors:set', wishes), 'FORBIDDEN');
    }
    expectRefusal(await student.client.request('mentors:get', { userId: student.id }), 'FORBIDDEN');
    expect(among(await list(student), student)).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{ availability: 'away' }, 'availability'],
    [{ availability: 5 }, 'availability'],
    [{ statusText: 'x'.repeat(141) }, 'statusText'],
    [{ statusText: 5 }, 'statusText'],
    [{ subjects: 'Maths' }, 'subjects'],
    [{ subjects: [''] }, 'subjects'],
    [{ subjects: ['  '] }, 'subjects'],
    [{ subjects: [5] }, 'subjects'],
    [{ subjects: ['x'.repeat(65)] }, 'subjects'],
    [{ subjects: Array.from({ length: 51 }, (_, number) => `subject ${number}`) }, 'subjects'],
    [{ capacity: 0 }, 'capacity'],
    [{ capacity: 101 }, 'capacity'],
    [{ capacity: 1.5 }, 'capacity'],
    [{ capacity: '2' }, 'capacity'],
    [{ metadata: 'text' }, 'metadata'],
    [{ metadata: [] }, 'metadata'],
    [{ metadata: { big: 'x'.repeat(9_000) } }, 'metadata'],
  ])('refuses %j, and changes nothing', async (wishes, field) => {
    const mentor = await newMentor(gateway);
    const before = await set(mentor, { availability: 'busy' });

    expectRefusal(await mentor.client.request('mentors:set', { availability: 'available', ...wishes }), 'INVALID', { field });

    expect(dataOf(await mentor.client.request('mentors:get'))).toEqual(before);
  });

  it('takes what is just not too much', async () => {
    const mentor = await newMentor(gateway);
    const wishes = {
      statusText: '👍'.repeat(140),
      subjects: Array.from({ length: 50 }, (_, number) => `${number}`.padEnd(64, '山')),
      capacity: 100,
      metadata: { big: 'x'.repeat(8_000) },
    };

    expect(await set(mentor, wishes)).toEqual(ownShape(mentor, { ...wishes, availability: 'offline' }));
    expect(among(await list(mentor), mentor)).toEqual([mentorShape(mentor, { ...wishes, availability: 'offline' })]);
  });
});
