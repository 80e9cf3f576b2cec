import { randomUUID } from 'node:crypto';
import type { Gateway } from '../support/gateway.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { somebody } from '../e2e/traps/witnesses.js';
import type { Corpus } from './corpus.js';
import type { Line } from './lines.js';
import { mutatedJson, mutatedText } from './mutations.js';
import type { Random } from './random.js';
import { hasAnswers, TONGUES, type Tongue } from './tongues.js';

export type Transport = keyof typeof TONGUES;

const FRAMES = 40;
const ANSWER_MS = 15_000;
/** What the server says of its own faults, in every dialect. */
export const CRASH = /"INTERNAL"|Something went wrong/;
/** They end a connection of Socket.IO, by its own rules. */
const RESERVED = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);

/** What went wrong, with what was sent before. */
export class Finding extends Error {
  constructor(what: string, frames: readonly (string | Buffer)[]) {
    super([what, 'It was sent:', ...frames.map((frame) => `  ${frame.toString().slice(0, 2_000)}`)].join('\n'));
  }
}

/** One client's batch of frames that are wrong in what they say, though whole: each is owed its one answer. */
export async function politeRound(gateway: Gateway, corpus: Corpus, random: Random, transport: Transport): Promise<void> {
  const tongue = random.pick(TONGUES[transport]);
  const { token, frames } = await corpus.part(random, tongue.dialect);
  const line = await tongue.connect(gateway, token);
  const sent = Array.from({ length: FRAMES }, (_, id) => {
    const { event, payload } = random.pick(frames);
    const name = random.chance(0.05) ? newEvent(random, event) : event;
    return tongue.write(name, random.chance(0.1) ? JSON.stringify(payload) : mutatedJson(random, payload), id);
  });
  try {
    await line.send(sent);
    await answeredUpTo(line, tongue, sent);
    checkTexts(line, sent);
    if (!hasAnswers(transport, tongue)) return;
    for (const [id, frame] of sent.entries()) {
      const answers = line.received.filter((text) => tongue.answered(text) === id).length;
      if (answers !== 1) throw new Finding(`A request was answered ${answers} times: ${frame.slice(0, 300)}`, sent);
    }
  } finally {
    line.close();
  }
}

/** One client's batch of frames that may be no frames at all: whatever becomes of its connection is right, but nothing else may break. */
export async function rudeRound(gateway: Gateway, corpus: Corpus, random: Random, transport: Transport): Promise<void> {
  const tongue = random.pick(TONGUES[transport]);
  const { frames } = await corpus.part(random, tongue.dialect);
  const token = random.chance(0.9) ? somebody() : mutatedText(random, somebody());
  const line = await tongue.connect(gateway, token).catch(() => undefined);
  if (line === undefined) return;
  const sent = Array.from({ length: FRAMES }, (_, id): string | Buffer => {
    const { event, payload } = random.pick(frames);
    const text = mutatedText(random, tongue.write(event, mutatedJson(random, payload), id));
    return random.chance(0.03) ? Buffer.from(text) : text;
  });
  try {
    // A few at a time: many end the connection, and what is behind those is never read.
    for (let first = 0; first < FRAMES && line.isOpen; first += 4) await line.send(sent.slice(first, first + 4));
    checkTexts(line, sent);
  } finally {
    line.close();
  }
}

function newEvent(random: Random, event: string): string {
  const name = random.chance(0.5)
    ? mutatedText(random, event)
    : random.pick(['__proto__', 'toString', 'error', 'message', '', randomUUID()]);
  return RESERVED.has(name) ? 'x' : name;
}

/** Frames are done in the order they come, so that the answer to one that comes behind is the end of them. */
async function answeredUpTo(line: Line, tongue: Tongue, sent: readonly string[]): Promise<void> {
  const marker = newId('marker');
  await line.send([tongue.write(marker, '{}', sent.length)]);
  const isThere = (): Promise<void> => {
    if (line.received.some((text) => text.includes(marker))) return Promise.resolve();
    throw new Finding(line.isOpen ? 'A request was not answered in time.' : `The connection ended: ${line.ending}.`, sent);
  };
  await eventually(async () => {
    if (!line.isOpen) return;
    await isThere();
  }, ANSWER_MS);
  await isThere();
}

function checkTexts(line: Line, sent: readonly (string | Buffer)[]): void {
  const crash = line.received.find((text) => CRASH.test(text));
  if (crash !== undefined) throw new Finding(`The server's own fault: ${crash.slice(0, 500)}`, sent);
}
