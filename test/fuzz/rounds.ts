import { randomUUID } from 'node:crypto';
import type { Gateway } from '../support/gateway.js';
import { newId } from '../support/tokens.js';
import { eventually } from '../support/wait.js';
import { somebody } from '../e2e/traps/witnesses.js';
import type { Corpus, Part } from './corpus.js';
import type { Line } from './lines.js';
import { mutatedJson, mutatedText } from './mutations.js';
import type { Random } from './random.js';
import { hasAnswers, TONGUES, type Tongue } from './tongues.js';

export type Transport = keyof typeof TONGUES;

/** Preparing what frames are about takes as long as many of them: who has time sends more. */
const FRAMES = process.env.FUZZ_SECONDS === undefined ? 40 : 200;
/** A greater one, or a POST with more in it, ends a connection by the protocol's rules. */
const FRAME_BYTES = 60_000;
const ANSWER_MS = 15_000;
/** What the server says of its own faults, in every dialect. */
const CRASH = /"INTERNAL"|Something went wrong/;
/** What nobody outside should read: where in the program it was, and what its libraries and the database said. */
const LEAK =
  /\bat (?:async )?[^"]{0,80}(?:file:|node:|\/)[^"\s]*:\d+:\d+|node_modules|QueryFailedError|\b(?:Type|Range|Reference)Error\b|violates \w+[- ]\w+ constraint|syntax error at or near/;
/** They end a connection of Socket.IO, by its own rules. */
const RESERVED = new Set(['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener']);

/** What went wrong, with what was sent before. */
export class Finding extends Error {
  constructor(what: string, frames: readonly (string | Buffer)[]) {
    super([what, 'It was sent:', ...frames.map((frame) => `  ${frame.toString().slice(0, 2_000)}`)].join('\n'));
  }
}

/** What somebody speaks, and what there is to say in it. */
export interface Speaker {
  readonly tongue: Tongue;
  readonly transport: Transport;
  readonly part: Part;
}

export async function speakerOn(transport: Transport, corpus: Corpus, random: Random): Promise<Speaker> {
  const [canonical, ...old] = TONGUES[transport] as readonly [Tongue, ...Tongue[]];
  // It has more commands than all others together.
  const tongue = random.chance(0.5) ? canonical : random.pick(old);
  return { tongue, transport, part: await corpus.part(random, tongue.dialect) };
}

/** One client's batch of frames that are wrong in what they say, though whole: each is owed its one answer. */
export async function politeRound(gateway: Gateway, { tongue, transport, part }: Speaker, random: Random): Promise<void> {
  const { token, frames, words } = part;
  const line = await tongue.connect(gateway, token);
  const sent = Array.from({ length: FRAMES }, (_, id) => {
    const { event, payload } = random.pick(frames);
    const name = random.chance(0.05) ? newEvent(random, event) : event;
    const good = JSON.stringify(payload);
    const frame = tongue.write(name, random.chance(0.1) ? good : mutatedJson(random, payload, words), id);
    return Buffer.byteLength(frame) > FRAME_BYTES ? tongue.write(name, good, id) : frame;
  });
  try {
    for (const batch of batchesOf(sent)) await line.send(batch);
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
export async function rudeRound(gateway: Gateway, { tongue, part }: Speaker, random: Random): Promise<void> {
  const { frames, words } = part;
  const token = random.chance(0.9) ? somebody() : mutatedText(random, somebody());
  const line = await tongue.connect(gateway, token).catch(() => undefined);
  if (line === undefined) return;
  const sent = Array.from({ length: FRAMES }, (_, id): string | Buffer => {
    const { event, payload } = random.pick(frames);
    const text = mutatedText(random, tongue.write(event, mutatedJson(random, payload, words), id));
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

/** As many at a time as one POST may have. */
function batchesOf(frames: readonly string[]): string[][] {
  const batches: string[][] = [];
  let bytes = Infinity;
  for (const frame of frames) {
    const size = Buffer.byteLength(frame) + 1;
    bytes += size;
    if (bytes > FRAME_BYTES) {
      batches.push([]);
      bytes = size;
    }
    batches.at(-1)?.push(frame);
  }
  return batches;
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
  const fault = faultIn(line.received);
  if (fault !== undefined) throw new Finding(fault, sent);
}

/** What texts of the server should not say, in words; undefined where there is no such thing. */
export function faultIn(texts: readonly string[]): string | undefined {
  for (const text of texts) {
    if (CRASH.test(text)) return `The server's own fault: ${text.slice(0, 500)}`;
    if (LEAK.test(text)) return `Told too much: ${text.slice(0, 500)}`;
  }
  return undefined;
}
