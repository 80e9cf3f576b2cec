import { randomUUID } from 'node:crypto';
import { fetchDocument, operationsOf, type Operation, type Schema } from '../e2e/documentation/open-api.js';
import { somebody } from '../e2e/traps/witnesses.js';
import { call } from '../support/http-client.js';
import type { Endpoint } from '../support/raw-client.js';
import type { Corpus } from './corpus.js';
import { mutatedJson, mutatedText } from './mutations.js';
import type { Random } from './random.js';
import { faultIn, Finding } from './rounds.js';

const REQUESTS = 30;
/** Whoever asks for it is signed in no more, and others need the cast. */
export const ENDING = '/logout-all';

/** What the document of `/docs` says one may ask for. */
export interface Routes {
  readonly routes: readonly (readonly [route: string, operation: Operation])[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

export async function documentedRoutes(gateway: Endpoint): Promise<Routes> {
  const document = await fetchDocument(gateway);
  return { routes: operationsOf(document), schemas: document.components.schemas };
}

/** Requests for documented routes with what is not quite as documented, by all kinds of people. */
export async function httpRound(gateway: Endpoint, { routes, schemas }: Routes, corpus: Corpus, random: Random): Promise<void> {
  const requests = Array.from({ length: REQUESTS }, () => {
    const [route, operation] = random.pick(routes);
    const [method = '', path = ''] = route.split(' ');
    const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
    const body = schema === undefined ? undefined : bodyOf(random, exampleOf(random, schema, schemas));
    const token = path.endsWith(ENDING) ? somebody() : random.pick(corpus.tokens());
    const url = `${filled(random, path)}${queryOf(random, operation)}`;
    return {
      method,
      url,
      ...(method === 'GET' || body === undefined ? {} : { body }),
      ...(token === undefined ? {} : { token }),
    };
  });
  await Promise.all(
    requests.map(async ({ method, url, ...request }) => {
      const { status, body } = await answerTo(gateway, method, url, request);
      const isFault = status >= 500 && body.code !== 'UNAVAILABLE';
      const fault = isFault ? `The server's own fault: ${JSON.stringify(body)}` : faultIn([JSON.stringify(body)]);
      if (fault !== undefined) throw new Finding(`${fault}, with status ${status}`, [`${method} ${url} ${request.body ?? ''}`]);
    }),
  );
}

/** Pages and files are no JSON, and mostly no news. */
async function answerTo(gateway: Endpoint, method: string, url: string, request: object): ReturnType<typeof call> {
  try {
    return await call(gateway, method, url, request);
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 200, body: {} };
    throw new Finding(`No answer: ${String(error)} ${String((error as Error).cause)}`, [`${method} ${url}`]);
  }
}

function bodyOf(random: Random, example: unknown): string {
  const text = mutatedJson(random, example);
  return random.chance(0.1) ? mutatedText(random, text) : text;
}

function filled(random: Random, path: string): string {
  return path.replaceAll(/\{\w+\}/g, () => {
    const odd = ['%', '%00', '..%2f', '%ff', '%e2%82', 'null', '-1', '__proto__', 'x'.repeat(3_000), '%F0%9F%98%80', "'", ';'];
    return random.chance(0.5) ? randomUUID() : random.pick(odd);
  });
}

function queryOf(random: Random, { parameters }: Operation): string {
  const named = parameters.filter((parameter) => parameter.in === 'query' && random.chance(0.7));
  const pairs = named.map(({ name }) => {
    const value = encodeURIComponent(
      mutatedText(random, random.pick(['10', '2026-01-01T00:00:00.000Z', 'ana', 'true'])).toWellFormed(),
    );
    return `${name}${random.pick(['', '', '', '[]', '[a]', '[__proto__]'])}=${value}`;
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Something that looks like the schema, as far as its types go. */
function exampleOf(random: Random, schema: Schema, schemas: Routes['schemas'], depth = 0): unknown {
  const { $ref, type, properties, items, anyOf, enum: choices, const: only } = schema;
  if (depth > 5) return null;
  const within = (inner: unknown): unknown => exampleOf(random, inner as Schema, schemas, depth + 1);
  if (typeof $ref === 'string') return within(schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if (Array.isArray(choices)) return random.pick(choices as unknown[]);
  if (Array.isArray(anyOf)) return within(random.pick(anyOf as unknown[]));
  if (only !== undefined) return only;
  if (typeof properties === 'object' && properties !== null) {
    return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, within(inner)]));
  }
  if (type === 'array') return [within(items ?? {})];
  if (type === 'integer' || type === 'number') return random.below(100);
  if (type === 'boolean') return random.chance(0.5);
  return type === 'object'
    ? {}
    : random.pick(['ana', 'a long enough password', randomUUID(), 'https://hook.example/x', '2026-01-01T00:00:00.000Z']);
}
