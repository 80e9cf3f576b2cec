import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../test/support/borrowed-gateway.js';
import { ROOMY, START_MS } from '../../test/contract/settings.js';
import { clientOf, closeAll, connected, newcomer, until } from './people.js';

const LARGEST_BYTES = 100_000;
const QUOTA_BYTES = 250_000;

describe('notifications and files with the client', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway({
      ...ROOMY,
      MAX_FILE_BYTES: String(LARGEST_BYTES),
      FILE_QUOTA_BYTES: String(QUOTA_BYTES),
      RATE_MANAGE_PER_SECOND: '1000',
    });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  it('notifications come, are read on all devices, and are as one wishes', async () => {
    const [ana, ben] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben')];
    const again = clientOf(gateway, { token: ana.token });
    const feeds = [ana.client.notifications, again.notifications];
    for (const feed of feeds) await until(feed, ({ loaded }) => loaded);
    const room = await ben.client.rooms.create();
    for (let count = 1; count <= 3; count += 1) {
      const { id } = count === 1 ? room : await ben.client.rooms.create();
      await ben.client.request('rooms:invite', { room: { id }, userId: ana.id });
      for (const feed of feeds)
        await until(feed, ({ unread, notifications }) => unread === count && notifications.length === count);
    }
    const [newest, middle, oldest] = ana.client.notifications.get().notifications;
    expect(oldest).toMatchObject({ kind: 'invitation', data: { roomId: room.id }, readAt: null });

    await ana.client.notifications.markRead([middle?.id ?? '']);
    for (const feed of feeds) {
      await until(feed, ({ unread, notifications }) => unread === 2 && notifications[1]?.readAt !== null);
    }
    expect(again.notifications.get().notifications[0]).toMatchObject({ id: newest?.id, readAt: null });
    await again.notifications.markRead();
    for (const feed of feeds) {
      await until(feed, ({ unread, notifications }) => unread === 0 && notifications.every(({ readAt }) => readAt !== null));
    }

    const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
    await ana.client.notifications.setPreferences({ kinds: { invitation: { push: false, feed: false } }, quietHours });
    const preferences = await again.notifications.preferences();
    expect(preferences).toMatchObject({ kinds: { invitation: { feed: false }, call: { push: true } }, quietHours });
    expect(await ana.client.notifications.push.state()).toBe('unsupported');
    await expect(ana.client.notifications.push.subscribe()).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(await ana.client.notifications.push.list()).toEqual([]);
  });

  it('files are uploaded for a room, shown, linked to, counted and removed', async () => {
    const [ana, ben] = [await newcomer(gateway, 'ana'), await newcomer(gateway, 'ben')];
    const { id } = await ana.client.rooms.create({ visibility: 'public' });
    const hers = await ana.client.rooms.join({ id });
    const his = await ben.client.rooms.join({ id });
    const progress: [number, number][] = [];
    const content = 'What we know so far. '.repeat(100);
    const file = await ana.client.files.upload(new File([content], 'notes.txt'), {
      room: { id },
      onProgress: (sent, total) => progress.push([sent, total]),
    });
    expect(file).toMatchObject({ name: 'notes.txt', contentType: 'text/plain', size: content.length });
    expect(progress).toEqual([
      [0, content.length],
      [content.length, content.length],
    ]);
    await expect(ben.client.files.link(file.id)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    hers.send({ text: '', attachments: [file.id] });
    const { messages } = await until(his, ({ messages: [first] }) => first?.attachments.length === 1);
    const link = await ben.client.files.link(messages[0]?.attachments[0]?.id ?? '');
    expect(await (await fetch(link.url)).text()).toBe(content);
    expect(await ben.client.files.link(file.id)).toBe(link);

    const other = await ana.client.files.upload(new Blob(['a draft']), { name: 'draft.txt', to: { username: ben.username } });
    expect(await ana.client.files.usage()).toEqual({ usedBytes: content.length + 7, quotaBytes: QUOTA_BYTES });
    await ana.client.files.remove(other.id);
    expect(await ana.client.files.usage()).toMatchObject({ usedBytes: content.length });
  });

  it('files are refused with what one can do about it, and given up when one wishes', async () => {
    const ana = await newcomer(gateway, 'ana');
    await connected(ana.client);
    const { files } = ana.client;
    const sent: number[] = [];
    const onProgress = (bytes: number) => sent.push(bytes);
    await expect(files.upload(new Blob(['x'.repeat(LARGEST_BYTES + 1)]), { onProgress })).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect(sent).toEqual([]);
    await expect(files.upload(new Blob(['x']), { room: { key: 'nowhere' } })).rejects.toMatchObject({ code: 'ROOM_NOT_FOUND' });
    const stop = new AbortController();
    const upload = files.upload(new Blob(['x'.repeat(LARGEST_BYTES)]), { signal: stop.signal });
    stop.abort();
    await expect(upload).rejects.toMatchObject({ code: 'ABORTED' });
    for (let count = 0; count < 2; count += 1) await files.upload(new Blob(['x'.repeat(LARGEST_BYTES)]));
    await expect(files.upload(new Blob(['x'.repeat(LARGEST_BYTES)]))).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
  });
});
