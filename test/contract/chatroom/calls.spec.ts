import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { ANSWER, callEnded, candidate, connect, incomingCall, OFFER, ring, send } from './call-frames.js';
import { connectChat, hears, newPerson, WAYS, type ChatPerson } from './chat-client.js';

const RING_SECONDS = 2;

describe('a call between chat-room clients', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, CALL_RING_SECONDS: String(RING_SECONDS) } });
  }, START_MS);
  afterEach(() => SocketClient.closeAll());
  afterAll(() => gateway.stop());

  async function two(way?: (typeof WAYS)[number]): Promise<[ChatPerson, ChatPerson]> {
    return [await newPerson(gateway, way), await newPerson(gateway, way, 'ben')];
  }

  /** Everything about calls that they were told so far. */
  function toldOf({ client }: ChatPerson): string[] {
    const CALLS = /^(incoming_call|call_|ice_candidate|error$)/;
    return client.occurrences.map(({ event }) => event).filter((event) => CALLS.test(event));
  }

  /** What was sent before has been dealt with, and what came of it has arrived. */
  async function settle(...people: ChatPerson[]): Promise<void> {
    for (const person of people) {
      const text = `${person.username} is still here ${Math.random()}`;
      dataOf(await person.client.request('send_message', { text }));
      for (const other of people) await hears(other, text);
    }
  }

  it.each(WAYS)('rings, is answered, passes candidates both ways and is ended, by %s', async (way) => {
    const [ana, ben] = await two(way);

    send(ana, 'call_user', { to: ben.username, offer: OFFER });
    expect(await ben.client.next('incoming_call')).toEqual(incomingCall(ana.username));
    send(ben, 'call_answer', { to: ana.username, answer: ANSWER });
    expect(await ana.client.next('call_answered')).toEqual({ from: ben.username, answer: ANSWER });
    send(ana, 'ice_candidate', { to: ben.username, candidate: candidate(1) });
    expect(await ben.client.next('ice_candidate')).toEqual({ from: ana.username, candidate: candidate(1) });
    send(ben, 'ice_candidate', { to: ana.username, candidate: candidate(2) });
    expect(await ana.client.next('ice_candidate')).toEqual({ from: ben.username, candidate: candidate(2) });
    send(ana, 'end_call', { to: ben.username });
    expect(await ben.client.next('call_ended')).toEqual(callEnded(ana.username, 'ended'));

    await settle(ana, ben);
    expect(toldOf(ana)).toEqual(['call_answered', 'ice_candidate']);
    expect(toldOf(ben)).toEqual(['incoming_call', 'ice_candidate', 'call_ended']);
  });

  it('keeps candidates that are sent before the answer until they are of use, both ways and in their order', async () => {
    const [ana, ben] = await two();

    send(ana, 'call_user', { to: ben.username, offer: OFFER });
    for (const port of [1, 2, 3]) send(ana, 'ice_candidate', { to: ben.username, candidate: candidate(port) });
    await ben.client.next('incoming_call');
    for (const port of [4, 5]) send(ben, 'ice_candidate', { to: ana.username, candidate: candidate(port) });
    send(ben, 'call_answer', { to: ana.username, answer: ANSWER });
    send(ben, 'ice_candidate', { to: ana.username, candidate: candidate(6) });

    for (const port of [1, 2, 3]) {
      expect(await ben.client.next('ice_candidate')).toEqual({ from: ana.username, candidate: candidate(port) });
    }
    for (const port of [4, 5, 6]) {
      expect(await ana.client.next('ice_candidate')).toEqual({ from: ben.username, candidate: candidate(port) });
    }
    expect(toldOf(ana)).toEqual(['call_answered', 'ice_candidate', 'ice_candidate', 'ice_candidate']);
    expect(toldOf(ben)).toEqual(['incoming_call', 'ice_candidate', 'ice_candidate', 'ice_candidate']);
  });

  it('hands offers, answers and candidates over as they are, whatever they hold', async () => {
    const [ana, ben] = await two();
    const opaque = { type: 'offer', sdp: 'ü\u{1F600}\r\n', more: [1, null, { from: 'x' }], callId: 'y', username: 'z' };

    send(ana, 'call_user', { to: ben.username, offer: opaque });
    expect(await ben.client.next('incoming_call')).toEqual(incomingCall(ana.username, opaque));
    send(ben, 'call_answer', { to: ana.username, answer: 'only a text' });
    expect(await ana.client.next('call_answered')).toEqual({ from: ben.username, answer: 'only a text' });
  });

  it('shows who calls by the connection, never by the payload', async () => {
    const [ana, ben] = await two();

    send(ana, 'call_user', { to: ben.username, offer: OFFER, from: 'the director', callId: 'mine', callType: 'audio' });

    const heard = await ben.client.next('incoming_call');
    expect(heard).toEqual(incomingCall(ana.username));
    expect(heard.callId).not.toBe('mine');
  });

  it('is cancelled by a caller who hangs up while it rings', async () => {
    const [ana, ben] = await two();
    const { callId } = await ring(ana, ben);

    send(ana, 'end_call', { to: ben.username });

    expect(await ben.client.next('call_ended')).toEqual({ ...callEnded(ana.username, 'cancelled'), callId });
    await settle(ana, ben);
    expect(toldOf(ana)).toEqual([]);
  });

  it('is rejected by a callee who hangs up while it rings', async () => {
    const [ana, ben] = await two();
    const { callId } = await ring(ana, ben);

    send(ben, 'end_call', { to: ana.username });

    expect(await ana.client.next('call_ended')).toEqual({ ...callEnded(ben.username, 'rejected'), callId });
    await settle(ana, ben);
    expect(toldOf(ana)).toEqual(['call_ended']);
  });

  it('ends for both where nobody answers', async () => {
    const [ana, ben] = await two();
    const { callId } = await ring(ana, ben);

    for (const [person, other] of [
      [ana, ben],
      [ben, ana],
    ] as const) {
      const ended = await person.client.next('call_ended', {}, 10_000);
      expect(ended).toEqual({ ...callEnded(other.username, 'no_answer'), callId });
    }
  });

  it('can follow another between the same two', async () => {
    const [ana, ben] = await two();
    await connect(ana, ben);
    send(ana, 'end_call', { to: ben.username });
    await ben.client.next('call_ended', { reason: 'ended' });

    await connect(ben, ana);
    send(ana, 'end_call', { to: ben.username });

    expect(await ben.client.next('call_ended')).toEqual(callEnded(ana.username, 'ended'));
  });

  it('rings on all devices, and stops where it was answered elsewhere', async () => {
    const [ana, ben] = await two();
    const tablet = await connectChat(gateway, ben);
    const { callId } = await ring(ana, ben);
    expect(await tablet.client.next('incoming_call')).toMatchObject({ callId });

    send(tablet, 'call_answer', { to: ana.username, answer: ANSWER });

    expect(await ana.client.next('call_answered')).toEqual({ from: ben.username, answer: ANSWER });
    expect(await ben.client.next('call_ended')).toEqual({ ...callEnded(ana.username, 'answered_elsewhere'), callId });
    await settle(ana, ben, tablet);
    expect(toldOf(tablet)).toEqual(['incoming_call']);
  });

  it('stops ringing on all devices of a callee who rejects it on one', async () => {
    const [ana, ben] = await two();
    const tablet = await connectChat(gateway, ben);
    const { callId } = await ring(ana, ben);
    await tablet.client.next('incoming_call');

    send(tablet, 'end_call', { to: ana.username });

    expect(await ben.client.next('call_ended')).toEqual({ ...callEnded(ana.username, 'rejected'), callId });
  });

  it('of two who call each other at once becomes one call', async () => {
    const [ana, ben] = await two();

    send(ana, 'call_user', { to: ben.username, offer: OFFER });
    const incoming = await ben.client.next('incoming_call');
    const crossed = await ben.client.request('call_user', { to: ana.username, offer: OFFER });

    expect(crossed).toMatchObject({ ok: false, error: { code: 'CALL_CROSSED', callId: incoming.callId } });
    send(ben, 'call_answer', { to: ana.username, answer: ANSWER });
    expect(await ana.client.next('call_answered')).toEqual({ from: ben.username, answer: ANSWER });
    expect(ana.client.heard('incoming_call')).toEqual([]);
  });
});
