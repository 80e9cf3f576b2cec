import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Endpoint } from '../../support/raw-client.js';

export type Schema = Record<string, unknown>;

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security?: Record<string, string[]>[];
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> };
}

export async function fetchDocument(gateway: Endpoint): Promise<OpenApi> {
  const response = await fetch(`${gateway.httpUrl}/docs/openapi.json`);
  if (response.status !== 200) throw new Error(`/docs/openapi.json answered ${response.status}`);
  return (await response.json()) as OpenApi;
}

/** Every route with its name as people say it: `GET /health`. */
export function operationsOf({ paths }: OpenApi): [name: string, operation: Operation][] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]): [string, Operation] => [`${verb.toUpperCase()} ${path}`, operation]),
  );
}

/** Whether answers are what the document says, no field more and none less. */
export class Answers {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  private readonly document: OpenApi;

  constructor(document: OpenApi) {
    this.document = closed(document) as OpenApi;
    this.ajv.addSchema(this.document, 'api');
  }

  /** What is wrong with this answer; empty where it is as documented. */
  faults(route: string, { status, body }: { status: number; body: unknown }): string[] {
    const [verb = '', path = ''] = route.toLowerCase().split(' ');
    const documented = Object.entries(this.document.paths).find(([name]) => name.toLowerCase() === path);
    const response = documented?.[1][verb]?.responses[status];
    if (documented === undefined || response === undefined) return [`${route} is not documented to answer ${status}`];
    if (response.content === undefined) return [];
    const pointer = ['paths', documented[0], verb, 'responses', String(status), 'content', 'application/json', 'schema'];
    const check: ValidateFunction = this.ajv.compile({ $ref: `api#/${pointer.map(escaped).join('/')}` });
    if (check(body)) return [];
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  }

  /** Throws at a schema that is none, and at a reference to nothing. */
  compileAll(): void {
    for (const name of Object.keys(this.document.components.schemas)) {
      this.ajv.compile({ $ref: `api#/components/schemas/${escaped(name)}` });
    }
  }
}

/** With all objects closed whose fields are told: then a field that nobody told of is a fault. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, of]) => [key, closed(of)]));
  const isTold = inner.type === 'object' && inner.properties !== undefined && !('additionalProperties' in inner);
  return isTold ? { ...inner, additionalProperties: false } : inner;
}

function escaped(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}
