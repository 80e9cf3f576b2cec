import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, userShape } from '../shapes.js';
import { CALLING, end, historyOf, ring, talk } from './calling.js';

describe('lyceum: calls afterwards, and too late', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...CALLING, RATE_CALL_PER_MINUTE: '6' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it.each(WAYS)('by %s: history is newest first, page for page, the same for both', async (way) => {
    const ana = await newPerson(gateway, way, 'ana');
    const ben = await newPerson(gateway, way, 'ben');
    const eve = await newPerson(gateway, way, 'eve');
    const calls = [
      await end(ben, await talk(ana, ben)),
      await end(ana, await ring(ana, ben)),
      await end(ben, await ring(ana, ben)),
    ];
    await ring(ana, ben);

    const newestFirst = calls.toReversed();
    for (const person of [ana, ben]) expect(await historyOf(person)).toEqual(newestFirst);
    expect(newestFirst.map(({ endReason, endedBy }) => [endReason, endedBy])).toEqual([
      ['declined', userShape(ben)],
      ['cancelled', userShape(ana)],
      ['completed', userShape(ben)],
    ]);
    expect(await historyOf(eve)).toEqual([]);
    const first = dataOf(await ana.client.request('calls:history', { limit: 2 }));
    expect(first.calls).toEqual(newestFirst.slice(0, 2));
    const second = dataOf(await ana.client.request('calls:history', { limit: 2, before: first.cursor }));
    expect(second).toEqual({ calls: newestFirst.slice(2), cursor: null });
  });

  it('whoever comes too late is told what has become of the call', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    const target = { callId: call.id };
    for (const command of ['calls:accept', 'calls:reject']) expectRefusal(await ana.client.request(command, target), 'FORBIDDEN');
    expectRefusal(await ben.client.request('calls:cancel', target), 'FORBIDDEN');

    dataOf(await ben.client.request('calls:accept', { with: { id: ana.id } }));
    for (const command of ['calls:accept', 'calls:reject'])
      expectRefusal(await ben.client.request(command, target), 'CALL_ANSWERED');
    expectRefusal(await ana.client.request('calls:cancel', target), 'CALL_ANSWERED');

    await end(ana, call);
    for (const command of ['calls:accept', 'calls:reject', 'calls:end'])
      expectRefusal(await ben.client.request(command, target), 'CALL_ENDED');
    expectRefusal(await ana.client.request('calls:cancel', target), 'CALL_ENDED');
    for (const command of ['calls:accept', 'calls:reject', 'calls:end', 'calls:cancel']) {
      expectRefusal(await ben.client.request(command, { with: { id: ana.id } }), 'CALL_NOT_FOUND');
      expectRefusal(await ben.client.request(command, {}), 'INVALID', { field: 'callId' });
    }
  });

  it('measurements are kept for each party, the latest, also when the call is over', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    const report = (stats: object) => ({ callId: call.id, stats });
    expectRefusal(await ben.client.request('calls:stats', report({ roundTripMs: 1 })), 'FORBIDDEN');
    dataOf(await ben.client.request('calls:accept', { callId: call.id }));
    for (const roundTripMs of [30, 40]) {
      expect(dataOf(await ben.client.request('calls:stats', report({ roundTripMs, relayed: true })))).toEqual({
        callId: call.id,
      });
    }
    expectRefusal(await ben.client.request('calls:stats', report({ packetsLost: 0.5 })), 'INVALID', {
      field: 'stats.packetsLost',
    });
    await end(ana, call);
    dataOf(await ana.client.request('calls:stats', report({ bytesSent: 1_000 })));
  });

  it('so many calls a person may start in a minute; they are announced', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    expect(ana.client.hello.limits).toMatchObject({ callPerMinute: 6 });
    expect(ana.client.hello.features).toEqual(expect.arrayContaining(['calls']));
    for (let n = 0; n < 6; n += 1) await end(ana, await ring(ana, ben));
    const refused = await ana.client.request('calls:start', { to: { id: ben.id }, kind: 'audio' });
    expect(refused).toMatchObject({ ok: false, error: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) } });
  });

  it('/metrics counts them', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    await end(ana, await talk(ana, ben));
    const text = await (await fetch(`${gateway.httpUrl}/metrics`)).text();
    expect(text).toMatch(/^lyceum_calls_started_total\{kind="video",called="person"\} [1-9]/m);
    expect(text).toMatch(/^lyceum_calls_ended_total\{reason="completed"\} [1-9]/m);
    expect(text).toMatch(/^lyceum_call_duration_seconds_count [1-9]/m);
  });
});
