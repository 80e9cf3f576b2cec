import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aNumber, aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectGuest, connectUser, expectWhole, flat, TOLD_MS, type FlutterApp } from './flutter-app.js';

const RING_SECONDS = 5;
const OFFER = { type: 'offer', sdp: 'v=0 offer' };
const ANSWER = { type: 'answer', sdp: 'v=0 answer' };

describe('calls of the Flutter app', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const short = { CALL_RING_SECONDS: String(RING_SECONDS), CALL_GRACE_SECONDS: '1', RATE_CALL_PER_MINUTE: '1000' };
    gateway = await startGateway({ env: { ...ROOMY, ...short } });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  const hears = ({ client }: FlutterApp, event: string, part: JsonObject = {}) => client.next(event, part, TOLD_MS);

  /** It rings. */
  async function ring(caller: FlutterApp, callee: FlutterApp): Promise<string> {
    caller.send('initiate_call', { receiverId: callee.userId, callType: 'video' });
    const { callId } = await hears(caller, 'call_initiated_confirmed');
    await hears(callee, 'call_initiated', { callId });
    return callId as string;
  }

  async function talk(caller: FlutterApp, callee: FlutterApp): Promise<string> {
    const callId = await ring(caller, callee);
    callee.send('accept_call', { callId });
    await hears(caller, 'call_accepted', { callId });
    return callId;
  }

  it.each([connectUser, connectGuest])('ring, are accepted, carry signals and end', async (connect) => {
    const [ana, mia] = [await connect(gateway, 'student'), await connect(gateway, 'mentor')];
    const tablet = await connect(gateway, 'mentor', { userId: mia.userId });
    const [toAna, toMia] = [
      { senderId: mia.userId, receiverId: ana.userId },
      { senderId: ana.userId, receiverId: mia.userId },
    ];
    ana.send('initiate_call', { callType: 'video', callData: { lesson: 7 }, callerName: 'Not me' }, mia.userId);
    const confirmed = await hears(ana, 'call_initiated_confirmed');
    const { callId } = confirmed;
    const call = { id: callId, callId, callType: 'video', callerId: ana.userId };
    expect(confirmed).toEqual(flat({ ...toMia, ...call, id: aUuid, status: 'ringing', initiatedAt: aTime }));
    expect(confirmed.id).toBe(callId);
    for (const device of [mia, tablet]) {
      expect(await hears(device, 'call_initiated')).toEqual(
        flat({ ...toMia, ...call, callerName: expect.not.stringContaining('Not me'), callData: { lesson: 7 } }),
      );
    }

    mia.send('accept_call', { callId });
    const accepted = { ...toAna, id: callId, callId, acceptedBy: mia.userId, userName: expect.any(String) };
    expect(await hears(ana, 'call_accepted')).toMatchObject(flat(accepted));
    expect(await hears(tablet, 'call_ended')).toMatchObject({ id: callId, callId, reason: 'answered_elsewhere' });

    const signal = (from: FlutterApp, event: string, payload: JsonObject | null) => {
      from.send(event, { callId, targetUserId: 'whoever', payload });
    };
    signal(ana, 'webrtc_offer', OFFER);
    expect(await hears(mia, 'webrtc_offer')).toEqual(
      flat({ ...toMia, id: callId, callId, fromUserId: ana.userId, payload: OFFER }),
    );
    signal(mia, 'webrtc_answer', ANSWER);
    expect(await hears(ana, 'webrtc_answer')).toEqual(
      flat({ ...toAna, id: callId, callId, fromUserId: mia.userId, payload: ANSWER }),
    );
    signal(ana, 'webrtc_ice_candidate', { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 });
    expect(await hears(mia, 'webrtc_ice_candidate')).toMatchObject({
      payload: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0 },
    });
    signal(mia, 'webrtc_hangup', null);
    expect(await hears(ana, 'webrtc_hangup')).toMatchObject({ callId, fromUserId: mia.userId, payload: null });

    ana.send('end_call', { callId });
    expect(await hears(mia, 'call_ended')).toEqual(
      flat({ ...toMia, id: callId, callId, endedBy: ana.userId, reason: 'completed', durationSeconds: aNumber }),
    );
    expect(ana.client.heard('call_ended')).toEqual([]);
    expect(tablet.client.heard('webrtc_offer')).toEqual([]);
    for (const app of [ana, mia, tablet]) expectWhole(app);
  });

  it.each([
    [{}, 'Call declined'],
    [{ reason: 'In a lesson' }, 'In a lesson'],
  ])('are rejected with %j', async (why, reason) => {
    const [ana, mia] = [await connectGuest(gateway, 'student'), await connectUser(gateway, 'mentor')];
    const callId = await ring(ana, mia);
    // The app answers with the id that it was given.
    mia.client.emit('reject_call', { id: callId, ...why });
    expect(await hears(ana, 'call_rejected')).toEqual(
      flat({ id: callId, senderId: mia.userId, receiverId: ana.userId, callId, rejectedBy: mia.userId, reason }),
    );
    expect(ana.client.heard('call_ended')).toEqual([]);
  });

  it('are cancelled by the caller', async () => {
    const [ana, mia] = [await connectUser(gateway, 'student'), await connectUser(gateway, 'mentor')];
    const callId = await ring(ana, mia);
    ana.send('end_call', { callId });
    expect(await hears(mia, 'call_ended')).toMatchObject({
      callId,
      endedBy: ana.userId,
      reason: 'cancelled',
      durationSeconds: 0,
    });
    mia.send('accept_call', { callId });
    expect(await hears(mia, 'error')).toMatchObject({ code: 'CALL_ENDED', event: 'accept_call' });
  });

  it('are rejected at once where the other is busy, or not there', async () => {
    const [ana, mia] = [await connectUser(gateway, 'student'), await connectUser(gateway, 'mentor')];
    await talk(ana, mia);
    const ben = await connectUser(gateway, 'student');
    ben.send('initiate_call', { callType: 'audio' }, mia.userId);
    expect(await hears(ben, 'call_rejected')).toMatchObject({ rejectedBy: mia.userId, reason: 'busy' });
    expect(mia.client.heard('call_initiated')).toHaveLength(1);

    const away = await connectUser(gateway, 'mentor');
    away.client.close();
    ben.send('initiate_call', { callType: 'audio' }, away.userId);
    expect(await hears(ben, 'call_rejected', { reason: 'unreachable' })).toMatchObject({ rejectedBy: away.userId });
    expect(ben.client.heard('call_initiated_confirmed')).toEqual([]);
  });

  it('end for both where nobody answers', async () => {
    const [ana, mia] = [await connectUser(gateway, 'student'), await connectUser(gateway, 'mentor')];
    const callId = await ring(ana, mia);
    for (const app of [ana, mia]) {
      const ended = await app.client.next('call_ended', { callId }, RING_SECONDS * 1_000 + TOLD_MS);
      expect(ended).toMatchObject({ id: callId, reason: 'no_answer', endedBy: null, durationSeconds: 0 });
    }
  });

  it('end where somebody is gone and does not come back', async () => {
    const [ana, mia] = [await connectUser(gateway, 'student'), await connectUser(gateway, 'mentor')];
    const callId = await talk(ana, mia);
    mia.client.cut();
    expect(await ana.client.next('call_ended', { callId }, 10_000)).toMatchObject({ reason: 'disconnected' });
  });

  it.each([
    ['initiate_call', { receiverId: 'nobody-at-all', callType: 'video' }, 'USER_NOT_FOUND'],
    ['initiate_call', { receiverId: 'nobody-at-all', callType: 'hologram' }, 'INVALID'],
    ['initiate_call', { callType: 'video' }, 'INVALID'],
    ['accept_call', {}, 'INVALID'],
    ['end_call', { callId: '0192f5a0-0000-7000-8000-000000000000' }, 'CALL_NOT_FOUND'],
    ['webrtc_offer', { callId: '0192f5a0-0000-7000-8000-000000000000', payload: OFFER }, 'CALL_NOT_FOUND'],
  ])('%s %j is refused', async (event, data, code) => {
    const ana = await connectUser(gateway, 'student');
    ana.send(event, data);
    expect(await hears(ana, 'error')).toEqual(flat({ code, message: expect.any(String), event }));
  });

  it('let nobody else signal into them', async () => {
    const [ana, mia, eve] = [
      await connectUser(gateway, 'student'),
      await connectUser(gateway, 'mentor'),
      await connectUser(gateway, 'student'),
    ];
    const callId = await talk(ana, mia);
    for (const event of ['webrtc_offer', 'end_call', 'accept_call', 'reject_call']) {
      eve.send(event, { callId, payload: OFFER });
      expect(await hears(eve, 'error', { event })).toMatchObject({ code: 'CALL_NOT_FOUND' });
    }
    expect(mia.client.heard('webrtc_offer')).toEqual([]);
  });

  describe('with a canonical client', () => {
    async function web(): Promise<{ userId: string; client: SocketClient }> {
      const userId = newId('web');
      const auth = { dialect: 'lyceum', token: appToken({ id: userId, name: 'Wanda' }) };
      return { userId, client: await SocketClient.connect(gateway, { auth }) };
    }

    it('that offers with its ringing are given the offer when they accept', async () => {
      const [mia, wanda] = [await connectUser(gateway, 'mentor'), await web()];
      const start = { to: { id: mia.userId }, kind: 'video', offer: OFFER };
      const { id: callId } = dataOf(await wanda.client.request('calls:start', start));
      expect(await hears(mia, 'call_initiated')).toMatchObject({ callId, callerName: 'Wanda' });
      expect(mia.client.heard('webrtc_offer')).toEqual([]);
      mia.send('accept_call', { callId });
      expect(await hears(mia, 'webrtc_offer')).toEqual(
        flat({ id: callId, callId, senderId: wanda.userId, receiverId: mia.userId, fromUserId: wanda.userId, payload: OFFER }),
      );
      mia.send('webrtc_answer', { callId, payload: ANSWER });
      expect(await wanda.client.next('calls:signal')).toMatchObject({ callId, type: 'answer', data: ANSWER });
    });

    it('are given what it signalled while it rang after the offer, which candidates are of no use without', async () => {
      const [mia, wanda] = [await connectUser(gateway, 'mentor'), await web()];
      const start = { to: { id: mia.userId }, kind: 'video', offer: OFFER };
      const { id: callId } = dataOf(await wanda.client.request('calls:start', start));
      const candidates = [1, 2, 3].map((n) => ({ candidate: `candidate:${n}` }));
      for (const data of candidates) dataOf(await wanda.client.request('calls:signal', { callId, type: 'candidate', data }));
      await hears(mia, 'call_initiated', { callId });
      mia.send('accept_call', { callId });
      await hears(mia, 'webrtc_ice_candidate', { payload: candidates[2] });

      const signals = mia.client.occurrences.filter(({ event }) => event.startsWith('webrtc_'));
      expect(signals.map(({ args }) => (args[0] as JsonObject).payload)).toEqual([OFFER, ...candidates]);
    });

    it('are shown to it as who they are, guests too', async () => {
      const [mia, wanda] = [await connectGuest(gateway, 'mentor'), await web()];
      mia.send('initiate_call', { callType: 'audio' }, wanda.userId);
      const { call } = (await wanda.client.next('calls:incoming', {}, TOLD_MS)) as { call: JsonObject };
      expect(call.caller).toMatchObject({ id: `guest:${mia.userId}`, name: mia.userId, role: 'mentor', guest: true });
    });

    it('ring it and are answered by it', async () => {
      const [ana, wanda] = [await connectGuest(gateway, 'student'), await web()];
      ana.send('initiate_call', { callType: 'audio' }, wanda.userId);
      const { call } = (await wanda.client.next('calls:incoming', {}, TOLD_MS)) as { call: JsonObject };
      expect(call.caller).toMatchObject({ id: `guest:${ana.userId}`, guest: true });
      dataOf(await wanda.client.request('calls:accept', { callId: call.id }));
      expect(await hears(ana, 'call_accepted')).toMatchObject({ callId: call.id, acceptedBy: wanda.userId, userName: 'Wanda' });
      ana.send('webrtc_offer', { callId: call.id, payload: OFFER });
      expect(await wanda.client.next('calls:signal')).toMatchObject({ type: 'offer', data: OFFER });
    });
  });
});
