import { describe, expect, it, jest } from '@jest/globals';
import { aLiveConnection } from '../../../test/support/realtime/live.js';
import { AppError } from '../../common/index.js';
import { ask, frame, look, say, settle, type Script } from '../dialects/script.js';
import type { CommandExecutor } from './command-executor.js';
import { ScriptRunner } from './script-runner.js';

function runnerWith(execute: CommandExecutor['execute']): ScriptRunner {
  return new ScriptRunner({ execute } as CommandExecutor);
}

describe('ScriptRunner', () => {
  it('carries the steps out in order, each after the one before is done', async () => {
    const connection = aLiveConnection();
    const log: unknown[] = [];
    const runner = runnerWith(async (_connection, command, payload) => {
      log.push([command, payload]);
      await Promise.resolve();
      log.push(connection.sent.length);
      return { rooms: [], hasMore: false };
    });
    function* script(): Script {
      yield* say(frame('first', {}));
      const answer = yield* ask('rooms:list', { limit: 1 });
      yield* say(frame('second', answer));
      return 'done';
    }
    await expect(runner.run(script(), connection, 'refuse')).resolves.toBe('done');
    expect(log).toEqual([['rooms:list', { limit: 1 }], 1]);
    expect(connection.sent).toEqual([frame('first', {}), frame('second', { rooms: [], hasMore: false })]);
  });

  it('throws a refusal into the script, which may go on', async () => {
    const refusal = new AppError('ROOM_NOT_FOUND');
    const runner = runnerWith(() => Promise.reject(refusal));
    function* script(): Script {
      try {
        yield* ask('rooms:join', { code: 'ABC234' });
      } catch (error) {
        return error;
      }
      return 'not refused';
    }
    await expect(runner.run(script(), aLiveConnection(), 'refuse')).resolves.toBe(refusal);
  });

  it('counts the first command that does more than look, and nothing else', async () => {
    const paces: string[] = [];
    const runner = runnerWith((_connection, command, _payload, pace) => {
      paces.push(`${command} ${pace}`);
      return Promise.resolve({});
    });
    function* script(): Script<void> {
      yield* look('rooms:get', { room: { id: 'r' } });
      yield* ask('chat:send', { room: { id: 'r' }, text: 'Hello' });
      yield* ask('rooms:leave', { room: { id: 'r' } });
    }
    await runner.run(script(), aLiveConnection(), 'wait');
    expect(paces).toEqual(['rooms:get free', 'chat:send wait', 'rooms:leave free']);
  });

  it('waits until the client has read, and ends where it doesn’t', async () => {
    const connection = aLiveConnection();
    const slow = new AppError('SLOW_CONSUMER');
    let reads = true;
    connection.settled = () => (reads ? Promise.resolve() : Promise.reject(slow));
    function* script(): Script<void> {
      for (const page of ['one', 'two']) {
        yield* settle();
        yield* say(frame(page, {}));
        reads = false;
      }
    }
    await expect(runnerWith(() => Promise.resolve({})).run(script(), connection, 'free')).rejects.toBe(slow);
    expect(connection.sent).toEqual([frame('one', {})]);
  });

  it('ends with a refusal the script does not catch', async () => {
    const refusal = new AppError('ROOM_FULL');
    const runner = runnerWith(() => Promise.reject(refusal));
    const connection = aLiveConnection();
    function* script(): Script<void> {
      yield* ask('rooms:join', { code: 'ABC234' });
      yield* say(frame('joined', {}));
    }
    await expect(runner.run(script(), connection, 'refuse')).rejects.toBe(refusal);
    expect(connection.sent).toEqual([]);
  });

  it('ends with what the script itself throws', async () => {
    const runner = runnerWith(() => Promise.resolve({}));
    function* script(): Script<void> {
      yield* say(frame('first', {}));
      throw new AppError('INVALID', { field: 'roomId' });
    }
    await expect(runner.run(script(), aLiveConnection(), 'refuse')).rejects.toMatchObject({ code: 'INVALID', field: 'roomId' });
  });

  it.each(['refuse', 'wait', 'free'] as const)('tells the executor how the commands count: %s', async (pace) => {
    const execute = jest.fn<CommandExecutor['execute']>().mockResolvedValue({});
    const connection = aLiveConnection();
    await runnerWith(execute).run(ask('rooms:create', {}), connection, pace);
    expect(execute).toHaveBeenCalledWith(connection, 'rooms:create', {}, pace);
  });
});
