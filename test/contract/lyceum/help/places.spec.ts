import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aNumber } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import type { Person } from '../shapes.js';
import * as the from './helping.js';

describe('lyceum: places in the queue', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: the.HELPING });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const place = ({ client }: Person, { id }: JsonObject, position: number) =>
    client.fact('help:position', { requestId: id, position }, the.TOLD_MS);
  const placesOf = ({ client }: Person) => client.heard('help:position').map(({ position }) => position);

  it.each(WAYS)('by %s: are told when they change, to who has them', async (way) => {
    const subject = the.newSubject();
    const students = [await the.newStudent(gateway, way), await the.newStudent(gateway, way), await the.newStudent(gateway, way)];
    const requests = [];
    for (const student of students) requests.push(await the.asks(student, subject));
    for (const [index, student] of students.entries()) {
      const told = await place(student, requests[index]!, index + 1);
      expect(told).toEqual({ requestId: requests[index]!.id, position: index + 1, etaSeconds: told.etaSeconds });
      expect((await the.give(student, 'queue')).position).toMatchObject({ position: index + 1 });
    }

    await the.give(students[0]!, 'cancel', the.naming(requests[0]!));

    await place(students[1]!, requests[1]!, 1);
    await place(students[2]!, requests[2]!, 2);
    expect(students.map(placesOf)).toEqual([[1], [2, 1], [3, 2]]);
  });

  it('are lost to what is more urgent, and shared with nobody who asks for something else', async () => {
    const subject = the.newSubject();
    const [ana, ben, cleo] = [await the.newStudent(gateway), await the.newStudent(gateway), await the.newStudent(gateway)];
    const request = await the.asks(ana, subject);
    await place(ana, request, 1);

    const urgent = await the.asks(ben, subject, { urgency: 'high' });
    const other = await the.asks(cleo, the.newSubject(), { urgency: 'high' });

    await place(ana, request, 2);
    await place(ben, urgent, 1);
    await place(cleo, other, 1);
  });

  it('come with how long it will take, where others waited lately', async () => {
    const subject = the.newSubject();
    const mentor = await the.freeMentor(gateway, subject, { capacity: 100 });
    const first = await the.newStudent(gateway);
    const request = await the.asks(first, subject);
    await place(first, request, 1);
    await the.give(mentor, 'accept', the.naming(request));

    const second = await the.newStudent(gateway);
    await the.asks(second, subject);
    const { position } = await the.give(second, 'queue');

    expect(position).toMatchObject({ position: 1, etaSeconds: aNumber });
    expect((position as { etaSeconds: number }).etaSeconds).toBeGreaterThan(0);
  });
});
