import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { MENTORING, registerMentor } from '../../test/contract/lyceum/mentors/mentoring.js';
import { START_MS } from '../../test/contract/settings.js';
import { clientOf, closeAll, connected, newcomer, until } from './people.js';

let lastSubject = 0;
/** One that no other test's mentors teach. */
const newSubject = (): string => `Subject ${(lastSubject += 1)}`;

describe('help with the client', () => {
  let gateway: Gateway;
  let proxy: TcpProxy;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...MENTORING, HELP_PER_HOUR: '1000' } });
    proxy = await TcpProxy.before(gateway.port);
  }, START_MS);
  afterEach(closeAll);
  afterAll(async () => {
    await proxy.close();
    await gateway.stop();
  });

  async function mentor(subject: string, availability: 'available' | 'busy' = 'available') {
    const account = await registerMentor(gateway);
    const client = clientOf(gateway, { token: account.token });
    await connected(client);
    await client.mentors.set({ availability, subjects: [subject] });
    return { ...account, client };
  }

  async function student(stem = 'sam', url = gateway.httpUrl) {
    const person = await newcomer(gateway, stem, { url });
    await connected(person.client);
    return person;
  }

  it('mentors are listed by subject as they come, go and change, and again after a loss', async () => {
    const subject = newSubject();
    const mia = await mentor(subject);
    const sam = await student('sam', proxy.url(gateway.httpUrl));
    const all = sam.client.mentors.watch({ subject: subject.toUpperCase() });
    const free = sam.client.mentors.watch({ subject, available: true });
    expect(sam.client.mentors.watch({ subject, available: true })).toBe(free);
    const stop = free.subscribe(() => undefined);
    await until(all, ({ mentors: [first] }) => first?.availability === 'available');
    await until(free, ({ mentors, loaded }) => loaded && mentors.length === 1);

    await mia.client.mentors.set({ availability: 'busy', statusText: 'Back at four' });
    await until(free, ({ mentors }) => mentors.length === 0);
    const unsubscribe = all.subscribe(() => undefined);
    await until(all, ({ mentors: [first] }) => first?.statusText === 'Back at four');
    expect(mia.client.mentors.own.get()).toMatchObject({ chosen: 'busy', subjects: [subject] });
    const phone = clientOf(gateway, { token: mia.token });
    await until(phone.mentors.own, (own) => own?.chosen === 'busy');
    expect(sam.client.mentors.own.get()).toBeUndefined();

    proxy.reset({ refuse: true });
    await until(sam.client.connection, ({ state }) => state === 'offline');
    await mia.client.mentors.set({ availability: 'available' });
    proxy.admit();
    await until(free, ({ mentors }) => mentors.length === 1);
    unsubscribe();
    stop();
    await expect(sam.client.mentors.set({ availability: 'available' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is asked for, seen in the queue, accepted, resolved and rated', async () => {
    const subject = newSubject();
    const [mia, mo] = [await mentor(subject), await mentor(subject)];
    const [sam, tom] = [await student(), await student('tom')];
    await Promise.all([mia, mo].map(({ client }) => until(client.help, ({ loaded }) => loaded)));
    await until(sam.client.help, ({ loaded }) => loaded);

    const asked = await sam.client.help.request({ subject, text: 'Stuck at step 2', urgency: 'low' });
    await tom.client.help.request({ subject, urgency: 'high' });
    await until(sam.client.help, ({ own, position }) => own?.id === asked.id && position?.position === 2);
    for (const { client } of [mia, mo]) {
      await until(client.help, ({ offers }) => offers.map(({ request }) => request.student.id).join() === `${tom.id},${sam.id}`);
    }
    await expect(sam.client.help.request({ subject })).rejects.toMatchObject({ code: 'HELP_OPEN' });

    await mia.client.help.accept(asked.id);
    const { own, position } = await until(sam.client.help, (help) => help.own?.state === 'active');
    expect(own).toMatchObject({ mentor: { id: mia.id }, room: { id: expect.any(String) } });
    expect(position).toBeUndefined();
    expect(mia.client.help.get().active).toMatchObject([{ id: asked.id }]);
    await until(mo.client.help, ({ offers }) => offers.every(({ request }) => request.id !== asked.id));
    await expect(mo.client.help.accept(asked.id)).rejects.toMatchObject({ code: 'HELP_TAKEN' });

    await mia.client.help.resolve({ requestId: asked.id, note: 'Solved by hand' });
    await until(sam.client.help, (help) => help.own === undefined && help.last?.state === 'resolved');
    expect(mia.client.help.get().active).toEqual([]);
    await sam.client.help.resolve({ requestId: asked.id, rating: 5 });
    expect(sam.client.help.get().last).toMatchObject({ rating: 5, note: 'Solved by hand' });
    await tom.client.help.cancel();
    expect(tom.client.help.get()).toMatchObject({ own: undefined, last: { state: 'cancelled' } });
  });

  it('is over when all have declined, and goes on after a loss where it was', async () => {
    const subject = newSubject();
    const mia = await mentor(subject);
    const sam = await student('sam', proxy.url(gateway.httpUrl));
    await until(mia.client.help, ({ loaded }) => loaded);
    await until(sam.client.help, ({ loaded }) => loaded);
    const { id } = await sam.client.help.request({ subject });
    await until(mia.client.help, ({ offers }) => offers.length === 1);
    proxy.reset({ refuse: true });
    await until(sam.client.connection, ({ state }) => state === 'offline');
    await mia.client.help.accept(id);
    proxy.admit();
    await until(sam.client.help, ({ own }) => own?.state === 'active' && own.mentor?.id === mia.id);
    await sam.client.help.resolve({ requestId: id, rating: 4 });

    const next = await sam.client.help.request({ subject });
    await until(mia.client.help, ({ offers }) => offers.length === 1);
    await mia.client.help.decline(next.id);
    expect(mia.client.help.get().offers).toEqual([]);
    await until(sam.client.help, ({ own, last }) => own === undefined && last?.state === 'declined');
  });

  it('is the last one where it ended while nobody could be told, whatever was before', async () => {
    const subject = newSubject();
    const mia = await mentor(subject);
    const sam = await student('sam', proxy.url(gateway.httpUrl));
    await until(mia.client.help, ({ loaded }) => loaded);
    await until(sam.client.help, ({ loaded }) => loaded);
    const earlier = await sam.client.help.request({ subject });
    await sam.client.help.cancel();
    expect(sam.client.help.get().last?.id).toBe(earlier.id);

    const { id } = await sam.client.help.request({ subject });
    await until(mia.client.help, ({ offers }) => offers.some(({ request }) => request.id === id));
    await mia.client.help.accept(id);
    await until(sam.client.help, ({ own }) => own?.state === 'active');
    proxy.reset({ refuse: true });
    await until(sam.client.connection, ({ state }) => state === 'offline');
    await mia.client.help.resolve({ requestId: id });
    proxy.admit();
    await until(sam.client.help, ({ own, last }) => own === undefined && last?.id === id);
    await sam.client.help.resolve({ requestId: id, rating: 3 });
    expect(sam.client.help.get().last).toMatchObject({ id, rating: 3 });
  });
});
