import type { Frame, Script } from '../../../src/realtime/dialects/index.js';

/** What a script did, in order. */
export type Deed = { asks: string; payload: unknown } | { says: Frame };

/** The answer to a command, made of its payload; an error is thrown into the script. */
export type Answers = Record<string, (payload: never) => unknown>;

/** Carries out a script with answers made up here; gives what it did and what it returned. */
export function play(script: Script, answers: Answers = {}): { deeds: Deed[]; returned: unknown } {
  const deeds: Deed[] = [];
  let step = script.next();
  while (step.done !== true) {
    if (step.value.kind === 'say') {
      deeds.push({ says: step.value.frame });
      step = script.next();
      continue;
    }
    if (step.value.kind === 'settle') {
      step = script.next();
      continue;
    }
    const { command, payload } = step.value;
    deeds.push({ asks: command, payload });
    const answer = answers[command]?.(payload as never);
    step = answer instanceof Error ? script.throw(answer) : script.next(answer);
  }
  return { deeds, returned: step.value };
}

export function asks(command: string, payload: unknown): Deed {
  return { asks: command, payload };
}

export function says(event: string, data: object): Deed {
  return { says: { event, data } };
}
