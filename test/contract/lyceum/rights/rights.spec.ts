import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { RawClient } from '../../../support/raw-client.js';
import { START_MS } from '../../settings.js';
import { closeAll } from '../lyceum-client.js';
import { assemble, STAGE_ENV, type Cast } from './cast.js';
import { KINDS, type Kind } from './kinds.js';
import { nameOf, type Row } from './row.js';
import { setGuestScene, setScene } from './scene.js';
import { RIGHTS } from './table.js';

describe('lyceum: who may do what', () => {
  let gateway: Gateway;
  let cast: Cast;

  beforeAll(async () => {
    gateway = await startGateway({ env: STAGE_ENV });
    cast = await assemble(gateway);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(async () => {
    await closeAll();
    await gateway.stop();
  });

  describe.each(RIGHTS.map((row) => [nameOf(row), row] as const))('%s', (_, row) => {
    it.each(KINDS.map((kind) => [kind, row.cells[kind]] as const))('%s: %s', async (kind, cell) => {
      if (kind !== 'guest') expect(await outcomeFor(row, kind)).toBe(cell);
      else if (cell === 'unreachable') await expectUnreachable(row);
      else expect(await outcomeForGuest(row)).toBe(cell);
    });
  });

  async function outcomeFor(row: Row, kind: Exclude<Kind, 'guest'>): Promise<string> {
    const scene = await setScene(gateway, cast, kind, row.setting ?? 'room');
    await row.given?.(scene);
    const answer = await scene.actor.client.request(row.command, await row.payload(scene));
    if (answer.ok !== true) return (answer.error as { code: string }).code;
    return row.outcome?.(answer.data as JsonObject) ?? 'ok';
  }

  async function outcomeForGuest(row: Row): Promise<string> {
    const scene = await setGuestScene(gateway, cast, row.setting ?? 'room');
    await row.given?.(scene);
    return row.asGuest?.(await RawClient.connect(gateway), scene) ?? 'unreachable';
  }

  /** A guest's own dialect has no such frame, and the canonical one does not begin without a token. */
  async function expectUnreachable(row: Row): Promise<void> {
    const scene = await setGuestScene(gateway, cast, row.setting ?? 'room');
    const data = await row.payload(scene);
    const guest = await RawClient.connect(gateway);
    guest.send({ ...data, type: row.command, id: 1, data });
    expect(await guest.next('error')).toMatchObject({ message: expect.stringContaining(row.command) });

    const nobody = await RawClient.connect(gateway, '/?dialect=lyceum');
    nobody.send({ type: row.command, id: 1, data });
    expect(await nobody.closed).toMatchObject({ code: 4401 });
    expect(nobody.left({ ok: true })).toEqual([]);
  }
});
