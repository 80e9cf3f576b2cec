import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { expectFrame } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { createSession, extras, joinSession } from './session.js';

describe('group study: names and coming back', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  it('a name that a live participant has is refused to a second one, who stays outside', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const second = await RawClient.connect(gateway);

    second.send({ type: 'join', sessionCode: code, userName: 'Ana' });

    expect(await second.next('error', 4_000)).toEqual({ type: 'error', message: 'Name already taken in this session' });
    ana.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'still me' });
    expect(await ana.next('message')).toMatchObject({ userName: 'Ana', message: 'still me' });
    await second.silent('message');
    await ana.silent('user_joined');
  });

  it('a refused name leaves the connection free to join under another', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const second = await RawClient.connect(gateway);
    second.send({ type: 'join', sessionCode: code, userName: 'Ana' });
    await second.next('error', 4_000);

    second.send({ type: 'join', sessionCode: code, userName: 'Ben' });

    await second.next('joined');
    expect(await ana.next('user_joined')).toMatchObject({ userName: 'Ben' });
  });

  it('the same name in another session is nobody else’s business', async () => {
    await createSession(gateway, 'Ana');

    const other = await createSession(gateway, 'Ana');

    expect(other.client.frames.at(-1)).toMatchObject({ type: 'joined', participants: ['Ana'] });
  });

  it.each(['a closed socket', 'a lost network'])('%s is a leave, shown once and after the grace period', async (way) => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    const left = Date.now();

    if (way === 'a closed socket') await ben.close();
    else ben.terminate();

    expectFrame(await ana.next('user_left', GRACE_MS + 2_000), { type: 'user_left', userName: 'Ben' }, extras(code));
    expect(Date.now() - left).toBeGreaterThanOrEqual(GRACE_MS - 50);
    await ana.silent('user_left');
  });

  it('a reload within the grace period shows the others nothing', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    const cleo = await joinSession(gateway, code, 'Cleo');
    await ana.next({ type: 'user_joined', userName: 'Ben' });
    await ana.next({ type: 'user_joined', userName: 'Cleo' });

    await ben.close();
    const again = await joinSession(gateway, code, 'Ben');
    // Cleo's grace began after Ben's: when it is over, so is his.
    await cleo.close();
    await ana.next({ type: 'user_left', userName: 'Cleo' }, GRACE_MS + 2_000);

    await ana.silent({ userName: 'Ben' });
    again.send({ type: 'message', sessionCode: code, userName: 'Ben', message: 'back again' });
    expect(await ana.next('message')).toMatchObject({ userName: 'Ben', message: 'back again' });
  });

  it('who returns is a participant once', async () => {
    const { code } = await createSession(gateway, 'Ana');
    const ben = await joinSession(gateway, code, 'Ben');
    await ben.close();

    const again = await joinSession(gateway, code, 'Ben');

    expect((again.frames[0]?.participants as string[]).toSorted()).toEqual(['Ana', 'Ben']);
  });

  it('a holder who answers no ping within two seconds loses the name', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    await joinSession(gateway, code, 'Ben', { autoPong: false });
    const claimed = Date.now();
    const again = await RawClient.connect(gateway);

    again.send({ type: 'join', sessionCode: code, userName: 'Ben' });

    const joined = await again.next('joined', 4_000);
    expect(Date.now() - claimed).toBeGreaterThanOrEqual(1_500);
    expect((joined.participants as string[]).toSorted()).toEqual(['Ana', 'Ben']);
    again.send({ type: 'message', sessionCode: code, userName: 'Ben', message: 'the living one' });
    expect(await ana.next('message')).toMatchObject({ userName: 'Ben', message: 'the living one' });
  });
});
