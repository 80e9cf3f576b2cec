import { describe, expect, it, jest } from '@jest/globals';
import type { Tap } from '../connection/tap.js';
import { aText } from './pattern.js';
import { runCheck, type CheckResult, type World } from './run.js';
import type { SelfCheck, Stage } from './script.js';

const PEOPLE = [
  { id: '1', username: 'ana', token: 'a' },
  { id: '2', username: 'ben', token: 'b' },
] as const;

/** A server that answers each frame by these frames; a `close` ends the connection. */
function worldWith(answers: (wire: string) => readonly string[], close = jest.fn()): World {
  return {
    open: (_settings, tap: Tap) => {
      const say = (text: string): void => {
        tap.frame('out', text);
        for (const answer of answers(text)) {
          if (answer === 'close') tap.state('closed', 'Code 4403.');
          else tap.frame('in', answer);
        }
      };
      tap.state('connected');
      return { send: (type, payload) => say(JSON.stringify({ type, ...(payload as object) })), sendText: say, close };
    },
    people: () => Promise.resolve(PEOPLE),
    fresh: (stem) => `${stem}1`,
    patienceMs: 20,
  };
}

const check = (play: (stage: Stage) => Promise<void>): SelfCheck => ({
  dialect: 'group-study',
  steps: (stage) => [
    { title: 'first', play: () => play(stage) },
    { title: 'second', play: () => Promise.resolve() },
  ],
});

const joins = check(async ({ enter }) => {
  const ana = enter('Ana');
  await ana.connects();
  ana.send('join', { userName: 'Ana' });
  await ana.hears('joined', { userName: aText });
});

describe('a self-check', () => {
  it('is green when everything came that was waited for, and shows what that was', async () => {
    const close = jest.fn();
    const told: CheckResult[] = [];
    const result = await runCheck(
      joins,
      worldWith(() => ['{"type":"joined","userName":"Ana"}'], close),
      (now) => told.push(now),
    );
    expect(result.state).toBe('passed');
    expect(result.steps[0]?.expectations).toEqual([
      { text: 'Ana connects', seen: 'connected' },
      { text: 'Ana hears joined { userName: ‹a text› }', seen: '{"type":"joined","userName":"Ana"}' },
    ]);
    expect(told[0]?.steps.map(({ state }) => state)).toEqual(['running', 'waiting']);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('is red when something else came, says what, and plays nothing after it', async () => {
    const result = await runCheck(
      joins,
      worldWith(() => ['{"type":"joined"}']),
      () => undefined,
    );
    expect(result).toMatchObject({ state: 'failed', steps: [{ state: 'failed' }, { state: 'skipped' }] });
    expect(result.steps[0]).toMatchObject({
      problem: 'The last that Ana heard: {"type":"joined"}',
      expectations: [{}, { text: 'Ana hears joined { userName: ‹a text› }' }],
    });
    expect(result.steps[0]?.expectations[1]).not.toHaveProperty('seen');
  });

  it('is red at once when the connection ends, and says what this server lacks', async () => {
    const refused = ['{"type":"error","message":"Guests are not allowed here"}', 'close'];
    const result = await runCheck(joins, { ...worldWith(() => refused), patienceMs: 60_000 }, () => undefined);
    expect(result).toMatchObject({ state: 'failed', missing: expect.stringContaining('GUEST_ACCESS=allow') });
    expect(result.steps[0]?.problem).toContain('Code 4403.');
  });

  it('is red when the test people can’t be made', async () => {
    const needy = check(async ({ people }) => {
      await people();
    });
    const world = { ...worldWith(() => []), people: () => Promise.reject(new Error('Too many (RATE_LIMITED).')) };
    expect(await runCheck(needy, world, () => undefined)).toMatchObject({
      state: 'failed',
      missing: expect.stringContaining('RATE_REGISTRATIONS_PER_HOUR'),
    });
  });

  it('counts a frame once', async () => {
    const twice = check(async ({ enter }) => {
      const ana = enter('Ana');
      ana.send('join');
      await ana.hears('joined', {});
      await ana.hears('joined', {});
    });
    expect(
      (
        await runCheck(
          twice,
          worldWith(() => ['{"type":"joined"}']),
          () => undefined,
        )
      ).state,
    ).toBe('failed');
  });

  it('takes one way of several to say it, and nothing that was said before', async () => {
    const either = check(async ({ enter }) => {
      const ana = enter('Ana');
      ana.send('who');
      ana.forget();
      ana.send('who');
      await ana.hearsEither(['came', {}], ['here', { names: ['Ben'] }]);
      await ana.hears('here', {});
    });
    const result = await runCheck(
      either,
      worldWith(() => ['{"type":"here","names":["Ben"]}']),
      () => undefined,
    );
    expect(result.steps[0]?.expectations).toEqual([
      { text: 'Ana hears came {  } or here { names: ["Ben"] }', seen: '{"type":"here","names":["Ben"]}' },
      { text: 'Ana hears here {  }' },
    ]);
  });

  it('is red when somebody heard what they must not', async () => {
    const secret = check(({ enter }) => {
      const ana = enter('Ana');
      ana.send('join');
      ana.heardNo('joined', {});
      return Promise.resolve();
    });
    expect(
      (
        await runCheck(
          secret,
          worldWith(() => ['{"type":"joined"}']),
          () => undefined,
        )
      ).state,
    ).toBe('failed');
    expect(
      (
        await runCheck(
          secret,
          worldWith(() => []),
          () => undefined,
        )
      ).state,
    ).toBe('passed');
  });
});
