import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { connectGuest } from '../../contract/instant-mentor/flutter-app.js';
import { accept, CALLING, end, ring, withTwoDevices } from '../../contract/lyceum/calls/calling.js';
import { asks, freeMentor, give, HELPING, naming, newStudent, newSubject, offered } from '../../contract/lyceum/help/helping.js';
import { closeAll, connectLyceum } from '../../contract/lyceum/lyceum-client.js';
import { registerChief } from '../../contract/lyceum/mentors/mentoring.js';
import { newPerson, refOf } from '../../contract/lyceum/shapes.js';
import { START_MS } from '../../contract/settings.js';
import { WebhookAdmin } from '../../contract/webhooks/hooking.js';
import { describeWith } from '../../support/describe-with.js';
import { aTime, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { createDatabase, query } from '../../support/postgres.js';
import { WebhookReceiver } from '../../support/webhooks/webhook-receiver.js';
import { appToken, newId } from '../../support/tokens.js';

const way = 'websocket';

/** Keeps what is appended to the outbox, which is emptied at once; with the transaction that appended it, or not at all. */
const KEEP = `
  CREATE TABLE appended (n bigserial, name text, data json);
  CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN INSERT INTO public.appended (name, data) VALUES (NEW.name, NEW.data); RETURN NEW; END $$;
  CREATE TRIGGER keep AFTER INSERT ON lyceum.outbox FOR EACH ROW EXECUTE FUNCTION public.keep()`;

describeWith(['postgres'], 'what the outbox is told', () => {
  let gateway: Gateway;
  let database: string;

  beforeAll(async () => {
    database = await createDatabase();
    gateway = await startGateway({ database, env: { ...CALLING, ...HELPING, OUTBOUND_ALLOWED: '127.0.0.1' } });
    // Nothing is written down that nobody wants.
    const receiver = await WebhookReceiver.start();
    await new WebhookAdmin(gateway, (await registerChief(gateway)).token).make(receiver.url, ['*']);
    await query(database, KEEP);
  }, START_MS);
  beforeEach(() => query(database, 'TRUNCATE appended'));
  afterEach(closeAll);
  afterAll(async () => {
    await gateway.stop();
    WebhookReceiver.stopAll();
  });

  /** What stands in it now: it was there before whoever did it had their answer. */
  function appended(): Promise<{ name: string; data: JsonObject }[]> {
    return query(database, 'SELECT name, data FROM appended ORDER BY n');
  }

  async function forget(): Promise<void> {
    await query(database, 'TRUNCATE appended');
  }

  it('that people have an account, from wherever they come, but guests', async () => {
    const ana = await newPerson(gateway, way);
    const id = newId('elsewhere');
    for (let times = 0; times < 2; times += 1) await connectLyceum(gateway, way, appToken({ sub: id, name: 'Ben' }));
    await connectGuest(gateway, 'student');

    expect(await appended()).toEqual([
      { name: 'user.created', data: { user: expect.objectContaining({ id: ana.id, username: ana.username }) } },
      { name: 'user.created', data: { user: expect.objectContaining({ id, name: 'Ben', username: null }) } },
    ]);
  });

  it('that rooms are made and closed, and who is invited, once', async () => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
    await forget();
    const key = newId('club');
    const room = dataOf(await ana.client.request('rooms:create', { key }));
    expect(await ben.client.request('rooms:create', { key })).toMatchObject({ error: { code: 'ROOM_KEY_TAKEN' } });
    for (let times = 0; times < 2; times += 1) {
      dataOf(await ana.client.request('rooms:invite', { room: { id: room.id }, userId: ben.id }));
    }
    expect(await ben.client.request('rooms:close', { room: { id: room.id } })).toMatchObject({ ok: false });
    dataOf(await ana.client.request('rooms:close', { room: { id: room.id } }));

    expect(await appended()).toEqual([
      { name: 'room.created', data: { room } },
      {
        name: 'room.invited',
        data: {
          room: expect.objectContaining({ id: room.id }),
          by: expect.objectContaining({ id: ana.id }),
          userId: ben.id,
          at: aTime,
        },
      },
      { name: 'room.closed', data: { room: refOf(room), reason: 'closed' } },
    ]);
  });

  it('that a call rings, is answered by one device, and ends', async () => {
    const [ana, ben, cleo] = [await newPerson(gateway, way), await withTwoDevices(gateway, way), await newPerson(gateway, way)];
    await forget();
    const call = await ring(ana, ben);
    expect(await ring(cleo, ben)).toMatchObject({ state: 'ended', endReason: 'busy' });
    const accepted = await accept(ben, call);
    expect(await ben.other.request('calls:accept', { callId: call.id })).toMatchObject({ error: { code: 'CALL_ANSWERED' } });
    const ended = await end(ana, call);

    const { offer: _, ...answered } = accepted;
    expect(answered).toMatchObject({ id: call.id });
    expect(await appended()).toEqual([
      { name: 'call.ringing', data: { call, caller: call.caller, calleeIds: [ben.id], until: aTime } },
      { name: 'call.ended', data: { call: expect.objectContaining({ endReason: 'busy' }) } },
      { name: 'call.answered', data: { callId: call.id, calleeIds: [ben.id] } },
      { name: 'call.ended', data: { call: ended } },
    ]);
  });

  it('in which state a request for help is, and who is asked', async () => {
    const subject = newSubject();
    const [student, mentor] = [await newStudent(gateway), await freeMentor(gateway, subject)];
    await forget();
    const request = await asks(student, subject);
    await offered(mentor, request);
    const active = await give(mentor, 'accept', naming(request));
    await give(mentor, 'accept', naming(request));
    const resolved = await give(student, 'resolve', naming(request));
    await give(student, 'resolve', { ...naming(request), rating: 5 });

    const state = (state: string) => ({
      name: 'help.updated',
      data: { request: expect.objectContaining({ id: request.id, state }), mentorIds: [] },
    });
    expect(await appended()).toEqual([
      state('waiting'),
      state('offered'),
      { name: 'help.offered', data: { request: expect.objectContaining({ id: request.id }), mentorIds: [mentor.id] } },
      { name: 'room.created', data: { room: expect.objectContaining({ visibility: 'private' }) } },
      { name: 'help.updated', data: { request: active, mentorIds: [mentor.id] } },
      { name: 'help.updated', data: { request: resolved, mentorIds: [mentor.id] } },
    ]);
  });
});
