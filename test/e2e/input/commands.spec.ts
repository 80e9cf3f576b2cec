import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { COMMANDS, type CommandName } from '../../../src/protocol/index.js';
import { assemble, STAGE_ENV, type Cast } from '../../contract/lyceum/rights/cast.js';
import { setScene, type Scene } from '../../contract/lyceum/rights/scene.js';
import { EngineClient } from '../../support/engine-client.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { within } from '../../support/wait.js';
import { Witnesses } from '../traps/witnesses.js';
import { commandDtos } from './command-dtos.js';
import { mutationsOf, unseenFields, type Expected, type Mutation } from './mutations.js';
import { BY_MENTORS, SAMPLES } from './samples.js';

const NAMES = Object.keys(COMMANDS) as CommandName[];
const DTOS = commandDtos();
const MEGABYTE = 2 ** 20;

describe('whatever a command is sent', () => {
  let gateway: Gateway;
  let witnesses: Witnesses;
  let cast: Cast;

  beforeAll(async () => {
    gateway = await startGateway({ env: STAGE_ENV });
    witnesses = await Witnesses.meet(gateway);
    cast = await assemble(gateway);
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

  /** A room of its own, which has a code and a key, and what its owner, or a mentor in it, may send. */
  async function prepare(command: CommandName): Promise<{ scene: Scene; samples: readonly JsonObject[] }> {
    const actor = BY_MENTORS.has(command) ? 'mentor' : 'owner';
    const scene = await setScene(gateway, cast, actor, 'messages', { key: newId('room'), visibility: 'code' });
    return { scene, samples: (await SAMPLES[command](scene)) as unknown as readonly JsonObject[] };
  }

  async function wrongPayloads(command: CommandName): Promise<{ token: string; mutations: Mutation[] }> {
    const { scene, samples } = await prepare(command);
    return { token: scene.actor.token, mutations: mutationsOf(dtoOf(command), samples) };
  }

  describe.each(NAMES)('%s', (command) => {
    it('takes its samples, which show every field it has', async () => {
      const { scene, samples } = await prepare(command);

      for (const sample of samples) {
        expect([sample, await scene.actor.client.request(command, sample)]).toEqual([
          sample,
          { ok: true, data: expect.anything() },
        ]);
      }
      expect(unseenFields(dtoOf(command), samples)).toEqual([]);
    });

    it('answers once, and never as a crash, on a raw socket', async () => {
      const { token, mutations } = await wrongPayloads(command);
      const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${token}`);
      await client.next('hello');

      for (const [id, { what, text, expected }] of mutations.entries()) {
        client.send(`{"type":"${command}","id":${id}${text === undefined ? '' : `,"data":${text}`}}`);
        expectAnswer(what, await client.next({ type: 'ack', id }, 5_000), expected);
      }

      await client.silent('ack');
      expect(client.left('error')).toEqual([]);
      await client.close();
    });

    it('answers once, and never as a crash, on Socket.IO', async () => {
      const { token, mutations } = await wrongPayloads(command);
      const client = await EngineClient.connect(gateway, { token, dialect: 'lyceum' });

      for (const [id, { what, text, expected }] of mutations.entries()) {
        client.send(`42${id}["${command}"${text === undefined ? '' : `,${text}`}]`);
        expectAnswer(what, await client.answer(id), expected);
      }
      const last = mutations.length;
      client.send(`42${last}["${command}",[],{"more":1},null,"and more"]`, `42${last + 1}["auth:me",{}]`);
      expectAnswer('more arguments', await client.answer(last), 'INVALID');
      await client.answer(last + 1);

      expect(client.packets.filter((packet) => /^43\d/.test(packet))).toHaveLength(mutations.length + 2);
      expect(client.packets.filter((packet) => packet.startsWith('42["error"'))).toEqual([]);
    });

    it.each([
      ['a megabyte of text', `{"x":"${'x'.repeat(MEGABYTE)}"}`],
      ['a list of 100,000', `{"x":[${'1,'.repeat(100_000)}1]}`],
    ])('with %s ends the connection', async (_, text) => {
      const { token } = cast.actors.owner;
      const raw = await RawClient.connect(gateway, `/?dialect=lyceum&token=${token}`);
      const engine = await EngineClient.connect(gateway, { token, dialect: 'lyceum' });

      raw.send(`{"type":"${command}","id":1,"data":${text}}`);
      engine.send(`421["${command}",${text}]`);

      expect(await within(5_000, 'The close', raw.closed)).toMatchObject({ code: 1009 });
      expect(await within(5_000, 'The close', engine.closed)).toBe(1009);
    });
  });
});

function dtoOf(command: CommandName) {
  const dto = DTOS.get(command);
  if (dto === undefined) throw new Error(`${command} has no handler with a DTO`);
  return dto;
}

/** The pair is compared whole, so that a failure says which payload it was. */
function expectAnswer(what: string, answer: JsonObject, expected: Expected): void {
  const { ok, error } = answer as { ok: boolean; error?: { code: string; message: string } };
  const outcome = ok ? 'ok' : (error?.code ?? 'no code');
  const is = { what, outcome, message: error?.message };
  expect(is).not.toMatchObject({ outcome: expect.stringMatching(/^(INTERNAL|no code|UNKNOWN_EVENT|RATE_LIMITED)$/) });
  if (expected === 'INVALID') expect(is).toMatchObject({ outcome: expect.stringMatching(/^(INVALID|TOO_LARGE)$/) });
  if (expected === 'refused') expect(is).not.toMatchObject({ outcome: 'ok' });
}
