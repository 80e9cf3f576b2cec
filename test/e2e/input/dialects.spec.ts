import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { STAGE_ENV } from '../../contract/lyceum/rights/cast.js';
import { createSession } from '../../contract/group-study/session.js';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { RawClient, type Frame } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { somebody, Witnesses } from '../traps/witnesses.js';
import {
  CHATROOM_FRAMES,
  directMessagesFrames,
  groupStudyFrames,
  skillLiftFrames,
  wrongFramesOf,
  type OldFrame,
  type WrongFrame,
} from './dialect-frames.js';

const CRASH = /Something went wrong|INTERNAL/;

describe('whatever a frame of an old client holds', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;

  beforeAll(async () => {
    gateway = await startGateway({ env: STAGE_ENV });
    witnesses = await Witnesses.meet(gateway);
  }, 60_000);
  afterEach(async () => {
    EngineClient.closeAll();
    await witnesses.stillTalk();
  });
  afterAll(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
    await gateway.stop();
  });

  const eventsOf = (frames: readonly OldFrame[]): string[] => frames.map(({ event }) => event);
  const wrongOf = (frames: readonly OldFrame[], event: string): WrongFrame[] =>
    frames.filter((frame) => frame.event === event).flatMap(wrongFramesOf);

  /** The errors for one frame: those before the answer to an unknown frame that is sent behind it. */
  async function errorsFor(client: RawClient, frame: string, id: number): Promise<Frame[]> {
    const marker = `marker-${id}`;
    const from = client.frames.length;
    client.send(frame);
    client.send({ type: marker });
    const answer = await client.next(({ type, ...rest }) => type === 'error' && JSON.stringify(rest).includes(marker), 5_000);
    return client.frames.slice(from).filter((came) => came.type === 'error' && came !== answer);
  }

  async function expectErrors(client: RawClient, { what, expected }: WrongFrame, frame: string, id: number): Promise<void> {
    const errors = await errorsFor(client, frame, id);
    const told = { what, errors: JSON.stringify(errors) };
    expect(told).not.toMatchObject({ errors: expect.stringMatching(CRASH) });
    if (expected === 'answered') expect(errors.length).toBeLessThanOrEqual(1);
    else expect({ ...told, count: errors.length }).toMatchObject({ count: 1 });
  }

  it.each(eventsOf(groupStudyFrames('')))('group study’s %s is answered once and harms nobody', async (event) => {
    const { client, code } = await createSession(gateway, 'Ana');

    for (const [id, wrong] of wrongOf(groupStudyFrames(code), event).entries()) {
      // The fields stand in the frame itself: what is no object is no frame of this dialect.
      if (wrong.text.startsWith('{'))
        await expectErrors(client, wrong, wrong.text.replace('{', `{"type":"${event}",`).replace(',}', '}'), id);
    }
  });

  it.each(eventsOf(skillLiftFrames('')))('skill lift’s %s is answered once and harms nobody', async (event) => {
    const client = await RawClient.connect(gateway, `/?token=${somebody()}`);
    const roomId = newId('room');
    client.send({ type: 'join_room', data: { roomId } });
    await client.next('room_joined');

    for (const [id, wrong] of wrongOf(skillLiftFrames(roomId), event).entries()) {
      await expectErrors(client, wrong, `{"type":"${event}","data":${wrong.text}}`, id);
    }
  });

  it.each(eventsOf(CHATROOM_FRAMES))('the chat room’s %s is answered once and harms nobody', async (event) => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'chatroom' });
    await client.next((packet) => packet.startsWith('42["message_history"'));
    const wrong = wrongOf(CHATROOM_FRAMES, event);

    for (const [id, { what, text, expected }] of wrong.entries()) {
      client.send(`42${id}["${event}",${text}]`);
      const { ok, error } = (await client.answer(id)) as { ok: boolean; error?: { code: string } };
      expect({ what, code: error?.code }).not.toMatchObject({ code: 'INTERNAL' });
      if (expected !== 'answered') expect({ what, ok }).toEqual({ what, ok: false });
    }

    expect(client.packets.filter((packet) => /^43\d/.test(packet))).toHaveLength(wrong.length);
  });

  it.each(eventsOf(directMessagesFrames('')))('direct messages’ %s is answered once and harms nobody', async (event) => {
    const client = await EngineClient.connect(gateway, { token: somebody(), dialect: 'direct-messages' });
    const wrong = wrongOf(directMessagesFrames(newId('nobody')), event);

    for (const [id, { what, text, expected }] of wrong.entries()) {
      client.send(`42${id}["${event}",${text}]`);
      const { ok, error } = (await client.answer(id)) as { ok: boolean; error?: { code: string } };
      expect({ what, code: error?.code }).not.toMatchObject({ code: 'INTERNAL' });
      if (expected !== 'answered') expect({ what, ok }).toEqual({ what, ok: false });
    }

    expect(client.packets.filter((packet) => /^43\d/.test(packet))).toHaveLength(wrong.length);
    const errors = client.packets.filter((packet) => packet.startsWith('42["message:error"'));
    expect(errors).toHaveLength(event === 'message:send' ? wrong.length : 0);
  });
});
