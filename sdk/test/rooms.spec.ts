import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../test/support/borrowed-gateway.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import type { Room } from '../src/index.js';
import { clientOf, closeAll, memoryStorage, newcomer, until } from './people.js';

const textsIn = (room: Room): string[] => room.get().messages.map(({ text }) => text);
const saying = (room: Room, ...texts: string[]) =>
  until(
    room,
    () => JSON.stringify(textsIn(room)) === JSON.stringify(texts) && room.get().messages.every(({ state }) => state === 'sent'),
  );

describe('a room, as the client keeps it', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway({ ...ROOMY, GUEST_ACCESS: 'allow' });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  async function twoInARoom() {
    const [ana, ben] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben')];
    const { code } = await ana.client.rooms.create({ title: 'Maths' });
    const hers = await ana.client.rooms.join({ code: code ?? '' });
    const his = await ben.client.rooms.join({ code: code ?? '' });
    return { ana, ben, hers, his, code: code ?? '' };
  }

  it('shows what is said at once, and to both alike', async () => {
    const { hers, his } = await twoInARoom();
    const echo = hers.send('Hello');
    expect(echo).toMatchObject({ text: 'Hello', state: 'sending', mine: true, seq: 0 });
    expect(hers.get().messages).toEqual([expect.objectContaining({ key: echo.key, state: 'sending' })]);
    hers.send('How are you?');
    await saying(his, 'Hello', 'How are you?');
    await saying(hers, 'Hello', 'How are you?');
    expect(hers.get().messages[0]?.key).toBe(echo.key);
    expect(hers.get()).toMatchObject({ live: true, role: 'owner', lastSeq: 2, status: 'joined' });
    expect(his.get().messages[0]).toMatchObject({ mine: false });
  });

  it('follows edits, deletions, reactions and pins', async () => {
    const { hers, his } = await twoInARoom();
    hers.send('first');
    const { messages } = await saying(his, 'first');
    const id = messages[0]?.id ?? '';
    const reacting = his.react(id, '👍');
    expect(his.get().messages[0]?.reactions).toEqual([{ emoji: '👍', count: 1, userIds: [expect.any(String)] }]);
    await reacting;
    await until(hers, ({ messages: [first] }) => first?.reactions[0]?.count === 1);
    await hers.edit(id, 'better');
    await until(his, ({ messages: [first] }) => first?.text === 'better' && first.editedAt !== null);
    expect(his.get().messages[0]?.reactions).toHaveLength(1);
    await hers.pin(id);
    await until(his, ({ pins }) => pins.length === 1);
    await hers.delete(id);
    await until(his, ({ messages: [first] }) => first?.deletedAt !== null);
    await expect(his.edit(id, 'mine')).rejects.toMatchObject({ name: 'LyceumError', retryable: false });
  });

  it('tells who is there, who types, what was read and what is unread', async () => {
    const { ana, ben, hers, his } = await twoInARoom();
    await until(hers, ({ participants }) => participants.length === 2);
    his.setTyping(true);
    await until(hers, ({ typing }) => typing[0]?.id === ben.id);
    his.send('one');
    await until(hers, ({ unread, typing }) => unread === 1 && typing.length === 0);
    hers.markRead();
    expect(hers.get().unread).toBe(0);
    await until(his, ({ receipts }) => receipts.get(ana.id)?.readSeq === 1);
    await his.leave();
    await until(hers, ({ participants }) => participants.length === 1);
    expect(his.get().status).toBe('left');
  });

  it('knows from the start who has read what, and whether one may write', async () => {
    const { ana, ben, hers, his, code } = await twoInARoom();
    hers.send('one');
    await saying(his, 'one');
    his.markRead();
    await until(hers, ({ receipts }) => receipts.get(ben.id)?.readSeq === 1);
    const phone = await clientOf(gateway, { token: ana.token }).rooms.join({ code });
    await until(phone, ({ receipts }) => receipts.get(ben.id)?.readSeq === 1);
    expect([...phone.get().receipts.keys()]).toEqual([ben.id]);

    await hers.mute(ben.id);
    const tablet = await clientOf(gateway, { token: ben.token }).rooms.join({ code });
    expect(tablet.get()).toMatchObject({ status: 'joined', role: 'member', muted: true });
  });

  it('loads what is older page by page, up to the first', async () => {
    const { ana, hers, code } = await twoInARoom();
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index + 1}`);
    for (const text of texts) hers.send(text);
    await saying(hers, ...texts);
    const phone = clientOf(gateway, { token: ana.token });
    const room = await phone.rooms.join({ code }, { historyLimit: 5 });
    await saying(room, ...texts.slice(-5));
    expect(await room.loadOlder(4)).toBe(true);
    expect(textsIn(room)).toEqual(texts.slice(-9));
    const first = hers.get().messages[0]?.id ?? '';
    expect(await room.loadUntil(first)).toBe(true);
    expect(textsIn(room)).toEqual(texts);
    expect(room.get().hasOlder).toBe(false);
  });

  it('says why it is over: kicked, banned, closed', async () => {
    const { ben, hers, his, code } = await twoInARoom();
    await hers.kick(ben.id);
    await until(his, ({ status }) => status === 'kicked');
    await his.rejoin();
    await until(his, ({ status }) => status === 'joined');
    await hers.ban(ben.id);
    await until(his, ({ status }) => status === 'banned');
    await expect(ben.client.rooms.join({ code })).rejects.toMatchObject({ code: 'BANNED' });
    await hers.close();
    await until(hers, ({ status }) => status === 'closed');
  });

  it('waits at the door until it is let in', async () => {
    const { hers, code } = await twoInARoom();
    await hers.update({ entry: 'ask' });
    const cleo = await newcomer(gateway, 'cleo');
    const room = await cleo.client.rooms.join({ code });
    expect(room.get().status).toBe('waiting');
    await until(hers, ({ knocks }) => knocks[0]?.user.id === cleo.id);
    await hers.admit(cleo.id);
    await until(room, ({ status, live }) => status === 'joined' && live);
    expect(hers.get().knocks).toEqual([]);
    const dan = await newcomer(gateway, 'dan');
    const his = await dan.client.rooms.join({ code });
    await hers.deny(dan.id);
    await until(his, ({ status }) => status === 'denied');
  });

  it('lets guests in by a name of their own, and keeps a guest the same after a reload', async () => {
    const { hers, code } = await twoInARoom();
    const storage = memoryStorage();
    const guest = clientOf(gateway, { guestName: 'Gwen', storage });
    const room = await guest.rooms.join({ code });
    room.send('Hi');
    await until(hers, ({ messages }) => messages[0]?.sender.name === 'Gwen');
    await until(hers, ({ participants }) => participants.some(({ name }) => name === 'Gwen'));
    const id = guest.me.get()?.id;
    expect(id).toMatch(/^guest:key:/);
    guest.close();
    const again = clientOf(gateway, { guestName: 'Gwen', storage });
    const same = await again.rooms.join({ code });
    await until(same, ({ messages }) => messages[0]?.mine === true);
    expect(again.me.get()?.id).toBe(id);
  });

  it('makes the conversation with a person by the first message, on both sides', async () => {
    const [ana, ben] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben')];
    const his = ben.client.rooms.direct({ id: ana.id });
    const hers = ana.client.rooms.direct({ username: ben.username });
    await until(his, ({ status }) => status === 'joined');
    await until(hers, ({ status }) => status === 'joined');
    hers.send('Are you there?');
    await saying(hers, 'Are you there?');
    await saying(his, 'Are you there?');
    expect(his.get().room?.kind).toBe('direct');
    his.send('Yes');
    await saying(hers, 'Are you there?', 'Yes');
  });
});
