import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { download, fileForm, formOf, PNG, uploaded } from '../../support/uploads.js';
import { act, historyOf, HURRIED, pinsOf, syncOf } from '../lyceum/changing.js';
import { closeAll, connectLyceum, type Way } from '../lyceum/lyceum-client.js';
import { messageShape, newPerson, roomOf, say, type Person } from '../lyceum/shapes.js';
import { START_MS } from '../settings.js';

const PLAN = fileForm('plan.txt', 'First we read.');

describe('files in messages', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const person = (way: Way = 'websocket') => newPerson(gateway, way);
  const two = async (): Promise<[Person, Person]> => [await person(), await person('raw')];
  const uploadOf = ({ token }: Person, form = PLAN) => uploaded(gateway, token, form);
  const statusFor = async ({ token }: Person, { url }: JsonObject) => (await download(gateway, url, token)).status;

  it('are shown in their order wherever the message is, and can be read by who is there', async () => {
    const [[ana, ben], cleo] = [await two(), await person()];
    const room = await roomOf(ana, ben);
    const [plan, photo] = [await uploadOf(ana), await uploadOf(ana, fileForm('photo.png', PNG))];

    const said = await say(ana, room, '', { attachments: [photo.id, String(plan.id).toUpperCase()], clientId: 'c1' });

    expect(said).toEqual(messageShape(room, ana, { text: '', clientId: 'c1', attachments: [photo, plan] }));
    expect(await ben.client.fact('chat:message')).toEqual(said);
    const again = await say(ana, room, '', { attachments: [photo.id, plan.id], clientId: 'c1' });
    expect(again).toEqual({ ...said, duplicate: true });
    const pinned = await act(ana, 'chat:pin', { messageId: said.id, on: true });
    expect(pinned.attachments).toEqual([photo, plan]);
    expect(await ben.client.fact('chat:pinned')).toEqual(pinned);
    expect(await pinsOf(ben, room)).toEqual([pinned]);
    expect(await historyOf(ben, room)).toEqual([pinned]);
    expect(await syncOf(ben, room, 0)).toEqual([pinned]);
    const over = (path: string) => call(gateway, 'GET', path, { token: ben.token });
    expect((await over(`/api/rooms/${String(room.id)}/messages`)).body.messages).toEqual([pinned]);
    expect((await over('/api/conversations')).body).toMatchObject({ conversations: [{ lastMessage: pinned }] });
    expect((await download(gateway, plan.url, ben.token)).text).toBe('First we read.');
    expect(await statusFor(cleo, plan)).toBe(404);
  });

  it('are found with the words that were said with them, and missed by who was away', async () => {
    const [ana, ben] = await two();
    const plan = await uploadOf(
      ana,
      formOf([
        { name: 'to', content: ben.id },
        { name: 'file', filename: 'plan.txt', content: 'x' },
      ]),
    );
    await ben.client.close();
    const said = dataOf(await ana.client.request('chat:send', { to: { id: ben.id }, text: 'timetable', attachments: [plan.id] }));

    expect(said.attachments).toEqual([plan]);
    const back = { ...ben, client: await connectLyceum(gateway, 'websocket', ben.token) };
    expect(await act(back, 'chat:search', { query: 'timetable' })).toMatchObject({ messages: [said] });
    expect(await act(back, 'chat:missed', {})).toMatchObject({ messages: [{ message: said }], more: false });
    expect(await statusFor(ben, plan)).toBe(200);
  });

  it('are kept by an edit, even of all words, and gone for everybody at once with the message', async () => {
    const [ana, ben] = await two();
    const room = await roomOf(ana, ben);
    const plan = await uploadOf(ana);
    const { id: messageId } = await say(ana, room, 'Look', { attachments: [plan.id] });

    const edited = await act(ana, 'chat:edit', { messageId, text: '' });
    expect(edited).toMatchObject({ text: '', attachments: [plan] });
    expect(await ben.client.fact('chat:edited')).toEqual(edited);
    expect(await statusFor(ben, plan)).toBe(200);

    const deleted = await act(ana, 'chat:delete', { messageId });
    expect(deleted).toMatchObject({ text: '', attachments: [] });
    expect([await statusFor(ana, plan), await statusFor(ben, plan)]).toEqual([404, 404]);
    expect(await ben.client.fact('chat:deleted')).toEqual(deleted);
    expect(await historyOf(ben, room)).toEqual([deleted]);
  });

  it('that can’t be shown there are refused, and nothing is said', async () => {
    const [ana, ben] = await two();
    const [room, elsewhere] = [await roomOf(ana, ben), await roomOf(ana)];
    const [used, fresh] = [await uploadOf(ana), await uploadOf(ana)];
    const others = await uploadOf(ben);
    const forElsewhere = await uploadOf(
      ana,
      formOf([
        { name: 'room', content: String(elsewhere.id) },
        { name: 'file', filename: 'plan.txt', content: 'x' },
      ]),
    );
    await say(ana, elsewhere, 'used', { attachments: [used.id] });
    const attempt = (attachments: unknown, text = 'no') =>
      ana.client.request('chat:send', { room: { id: room.id }, text, attachments });

    for (const id of [others.id, forElsewhere.id, '019a0000-0000-7000-8000-000000000000']) {
      expectRefusal(await attempt([fresh.id, id]), 'FILE_NOT_FOUND', { field: 'attachments' });
    }
    for (const wrong of [[used.id], [fresh.id, fresh.id], ['plan.txt'], fresh.id, Array(11).fill(fresh.id)]) {
      expectRefusal(await attempt(wrong), 'INVALID', { field: 'attachments' });
    }
    expectRefusal(await attempt([], ''), 'INVALID', { field: 'text' });

    await say(ana, room, 'at last', { attachments: [fresh.id] });
    expect((await historyOf(ben, room)).map(({ text, attachments }) => [text, attachments])).toEqual([['at last', [fresh]]]);
  });

  it('are named by their ids alone: what a client says of them is refused', async () => {
    const [ana, ben] = await two();
    const room = await roomOf(ana, ben);
    const plan = await uploadOf(ana);
    const forged = { ...plan, name: 'other.txt', url: 'https://elsewhere.example/', size: 1 };
    const refused = await ana.client.request('chat:send', { room: { id: room.id }, text: 'x', attachments: [forged] });
    expectRefusal(refused, 'INVALID', { field: 'attachments' });
  });
});
