import { Injectable } from '@nestjs/common';
import type { LiveConnection } from '../connection/live-connection.js';
import type { Script } from '../dialects/index.js';
import { CommandExecutor } from './command-executor.js';
import type { Pace } from './rate-limits.js';

/** Carries out the steps of a dialect's script, one after the other. */
@Injectable()
export class ScriptRunner {
  constructor(private readonly executor: CommandExecutor) {}

  /**
   * Gives what the script returns; throws the `AppError` it did not catch. Its first command that does not only look counts against
   * the rates at that pace, what follows from it does not: the client asked once.
   */
  async run(script: Script, connection: LiveConnection, firstPace: Pace): Promise<unknown> {
    let pace = firstPace;
    let step = script.next();
    while (step.done !== true) {
      if (step.value.kind === 'say') {
        connection.say(step.value.frame);
        step = script.next();
        continue;
      }
      let answer: unknown;
      try {
        if (step.value.kind === 'settle') {
          await connection.settled();
        } else {
          const { command, payload, looks } = step.value;
          answer = await this.executor.execute(connection, command, payload, looks === true ? 'free' : pace);
          if (looks !== true) pace = 'free';
        }
      } catch (error) {
        step = script.throw(error);
        continue;
      }
      step = script.next(answer);
    }
    return step.value;
  }
}
