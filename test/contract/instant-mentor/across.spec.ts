import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { NEXTAUTH_SECRET } from '../../support/next-auth-tokens.js';
import { SocketClient } from '../../support/socket-client.js';
import { ANSWER, callEnded, callError, candidate, OFFER, send as sendChat } from '../chatroom/call-frames.js';
import { newPerson as newChatPerson } from '../chatroom/chat-client.js';
import { newDirect, received, send as sendDirect } from '../direct-messages/direct-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectUser, flat, TOLD_MS } from './flutter-app.js';

describe('the Flutter app and other clients', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, NEXTAUTH_SECRET, RATE_CALL_PER_MINUTE: '1000' } });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  it('a chat-room client calls: the offer comes once the app accepted, the answer goes back as one', async () => {
    const [ana, mia] = [await newChatPerson(gateway), await connectUser(gateway, 'mentor')];
    sendChat(ana, 'call_user', { to: mia.userId, offer: OFFER });
    const { callId, ...ringing } = await mia.client.next('call_initiated');
    const fromAna = { id: callId, callId, senderId: ana.id, receiverId: mia.userId };
    expect(ringing).toMatchObject({ id: callId, senderId: ana.id, callerId: ana.id, callType: 'video' });
    expect(mia.client.heard('webrtc_offer')).toEqual([]);

    mia.send('accept_call', { callId });
    expect(await mia.client.next('webrtc_offer')).toEqual(flat({ ...fromAna, fromUserId: ana.id, payload: OFFER }));
    mia.send('webrtc_answer', { callId, targetUserId: ana.id, payload: ANSWER });
    expect(await ana.client.next('call_answered')).toEqual({ from: mia.userId, answer: ANSWER });

    sendChat(ana, 'ice_candidate', { to: mia.userId, candidate: candidate(1) });
    expect(await mia.client.next('webrtc_ice_candidate')).toMatchObject({ ...fromAna, payload: candidate(1) });
    mia.send('webrtc_ice_candidate', { callId, targetUserId: ana.id, payload: candidate(2) });
    expect(await ana.client.next('ice_candidate')).toEqual({ from: mia.userId, candidate: candidate(2) });

    sendChat(ana, 'end_call', { to: mia.userId });
    expect(await mia.client.next('call_ended')).toMatchObject({ ...fromAna, endedBy: ana.id, reason: 'completed' });
  });

  it('a chat-room client’s call is ended, or declined, by the app', async () => {
    const [ana, mia] = [await newChatPerson(gateway), await connectUser(gateway, 'mentor')];
    sendChat(ana, 'call_user', { to: mia.userId, offer: OFFER });
    const first = await mia.client.next('call_initiated');
    mia.send('reject_call', { callId: first.callId });
    expect(await ana.client.next('call_ended')).toEqual({ ...callEnded(mia.userId, 'rejected'), callId: first.callId });

    sendChat(ana, 'call_user', { to: mia.userId, offer: OFFER });
    const { callId } = await mia.client.next('call_initiated');
    mia.send('accept_call', { callId });
    await mia.client.next('webrtc_offer', { callId });
    mia.send('end_call', { callId });
    expect(await ana.client.next('call_ended')).toEqual({ ...callEnded(mia.userId, 'ended'), callId });
  });

  it('the app’s call, which begins without an offer, can’t ring in the chat room: it is told so at once', async () => {
    const [ana, ben] = [await newChatPerson(gateway), await connectUser(gateway, 'student')];
    ben.send('initiate_call', { callType: 'video' }, ana.id);
    const rejected = await ben.client.next('call_rejected');
    expect(rejected).toMatchObject({ id: rejected.callId, rejectedBy: ana.id, reason: 'unreachable' });
    expect(ana.client.heard('incoming_call')).toEqual([]);

    // Nor does it make them busy.
    sendChat(ana, 'call_user', { to: ben.userId, offer: OFFER });
    await ben.client.next('call_initiated');
  });

  it('people of a Next.js app are written to and write back, and can’t be called', async () => {
    const [nora, ben] = [await newDirect(gateway, 'nora'), await connectUser(gateway, 'student')];
    ben.send('send_message', { content: 'Hello, Nora' }, nora.id);
    const message = await nora.client.next('message:receive');
    expect(message).toMatchObject({ content: 'Hello, Nora', senderId: ben.userId, recipientId: nora.id });
    // Each belongs to another app.
    expect(message).toMatchObject({ sender: { email: null }, recipient: { email: null } });
    await ben.client.next('message_delivered', {}, TOLD_MS);

    await sendDirect(nora, { id: ben.userId }, 'Hello, Ben');
    expect(await ben.client.next('message_received')).toMatchObject({ content: 'Hello, Ben', senderId: nora.id });
    expect(received(nora)).toEqual(['Hello, Nora']);

    ben.send('initiate_call', { callType: 'video' }, nora.id);
    expect(await ben.client.next('call_rejected')).toMatchObject({ reason: 'unreachable' });
  });

  it('people of a Next.js app can’t be called from the chat room either', async () => {
    const [nora, ana] = [await newDirect(gateway, 'nora'), await newChatPerson(gateway)];
    sendChat(ana, 'call_user', { to: nora.id, offer: OFFER });
    expect(await ana.client.next('call_error')).toEqual(callError(nora.id, 'CALL_UNREACHABLE'));
  });
});
