import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { appToken, newId } from '../../support/tokens.js';
import { closeAll, connectLyceum } from '../lyceum/lyceum-client.js';
import { newPerson as newLyceumPerson, userShape, type Person } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { ANSWER, callEnded, candidate, incomingCall, OFFER, send } from './call-frames.js';
import { newPerson, type ChatPerson } from './chat-client.js';

describe('a call between a chat-room client and a canonical one', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  async function two(): Promise<[ChatPerson, Person]> {
    return [await newPerson(gateway), await newLyceumPerson(gateway, 'websocket', 'lea')];
  }

  it('goes from the chat room to the canonical client', async () => {
    const [ana, lea] = await two();

    send(ana, 'call_user', { to: lea.username, offer: OFFER });
    const { call, offer } = await lea.client.fact('calls:incoming');
    expect(call).toMatchObject({ id: aUuid, kind: 'video', state: 'ringing', caller: userShape(ana), isRoomCall: false });
    expect(offer).toEqual(OFFER);
    const { id: callId } = call as { id: string };
    dataOf(await lea.client.request('calls:accept', { callId, answer: ANSWER }));
    expect(await ana.client.next('call_answered')).toEqual({ from: lea.username, answer: ANSWER });

    send(ana, 'ice_candidate', { to: lea.username, candidate: candidate(1) });
    expect(await lea.client.fact('calls:signal')).toEqual({
      callId,
      from: userShape(ana),
      type: 'candidate',
      data: candidate(1),
    });
    dataOf(await lea.client.request('calls:signal', { callId, type: 'candidate', data: candidate(2) }));
    expect(await ana.client.next('ice_candidate')).toEqual({ from: lea.username, candidate: candidate(2) });

    send(ana, 'end_call', { to: lea.username });
    expect(await lea.client.fact('calls:ended')).toMatchObject({ callId, endReason: 'completed', endedBy: userShape(ana) });
  });

  it('goes from the canonical client to the chat room', async () => {
    const [ana, lea] = await two();

    const { id: callId } = dataOf(
      await lea.client.request('calls:start', { to: { username: ana.username }, kind: 'audio', offer: OFFER }),
    );
    expect(await ana.client.next('incoming_call')).toEqual({ ...incomingCall(lea.username), callId, callType: 'audio' });
    send(ana, 'call_answer', { to: lea.username, answer: ANSWER });
    expect(await lea.client.fact('calls:accepted')).toMatchObject({ call: { id: callId }, by: userShape(ana), answer: ANSWER });

    dataOf(await lea.client.request('calls:end', { callId }));
    expect(await ana.client.next('call_ended')).toEqual({ ...callEnded(lea.username, 'ended'), callId });
  });

  it('is declined by the canonical client', async () => {
    const [ana, lea] = await two();

    send(ana, 'call_user', { to: lea.username, offer: OFFER });
    const { call } = await lea.client.fact('calls:incoming');
    dataOf(await lea.client.request('calls:reject', { callId: (call as { id: string }).id, reason: 'In a lesson' }));

    expect(await ana.client.next('call_ended')).toEqual(callEnded(lea.username, 'rejected'));
  });

  it('is cancelled by the canonical client', async () => {
    const [ana, lea] = await two();

    const { id: callId } = dataOf(await lea.client.request('calls:start', { to: { id: ana.id }, kind: 'video', offer: OFFER }));
    await ana.client.next('incoming_call', { callId });
    dataOf(await lea.client.request('calls:cancel', { callId }));

    expect(await ana.client.next('call_ended')).toEqual({ ...callEnded(lea.username, 'cancelled'), callId });
  });

  it('is answered later than it is accepted, as apps may that ask their user in between', async () => {
    const [ana, lea] = await two();

    send(ana, 'call_user', { to: lea.username, offer: OFFER });
    const { call } = await lea.client.fact('calls:incoming');
    const { id: callId } = call as { id: string };
    dataOf(await lea.client.request('calls:accept', { callId }));
    dataOf(await lea.client.request('calls:signal', { callId, type: 'answer', data: ANSWER }));

    expect(await ana.client.next('call_answered')).toEqual({ from: lea.username, answer: ANSWER });
    expect(ana.client.heard('call_answered')).toHaveLength(1);
  });

  it('does not ring in the chat room without an offer', async () => {
    const [ana, lea] = await two();

    const call = dataOf(await lea.client.request('calls:start', { to: { id: ana.id }, kind: 'video' }));

    expect(call).toMatchObject({ state: 'ended', endReason: 'unreachable' });
    expect(ana.client.heard('incoming_call')).toEqual([]);
  });

  it('rings on the other devices of somebody whose chat-room client can’t ring', async () => {
    const [ana, lea] = await two();
    const other = await connectLyceum(gateway, 'websocket', ana.token);

    const call = dataOf(await lea.client.request('calls:start', { to: { id: ana.id }, kind: 'video' }));

    expect(call).toMatchObject({ state: 'ringing' });
    expect(await other.fact('calls:incoming')).toMatchObject({ call: { id: call.id }, offer: null });
    expect(ana.client.heard('incoming_call')).toEqual([]);
  });

  it('finds people who have no username by the id that they are shown by', async () => {
    const ana = await newPerson(gateway);
    const id = newId('app');
    const lea = await connectLyceum(gateway, 'websocket', appToken({ sub: id }));

    send(ana, 'call_user', { to: id, offer: OFFER });
    const { call } = await lea.fact('calls:incoming');
    dataOf(await lea.request('calls:accept', { callId: (call as { id: string }).id, answer: ANSWER }));
    expect(await ana.client.next('call_answered')).toEqual({ from: id, answer: ANSWER });
    send(ana, 'end_call', { to: id });

    expect(await lea.fact('calls:ended')).toMatchObject({ endReason: 'completed' });
  });
});
