import type { OperationObject, ParameterObject, ResponseObject, SchemaObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '../../protocol/index.js';
import type { Input, Schema, TypedOperation } from './api-types.js';
import { refusals } from './refusals.js';
import type { Route } from './routes.js';

interface Known {
  readonly path: string;
  readonly verb: string;
  /** As Nest found it: its id, and the status of its answer. */
  readonly operation: OperationObject;
  readonly route: Route;
  readonly types: TypedOperation;
  readonly components: Readonly<Record<string, SchemaObject>>;
}

/** One route as `/docs` shows it: of what its types, its docstring, its guards and its decorators say. */
export function describe({ path, verb, operation, route, types, components }: Known): OperationObject {
  const { summary, description, body, query = [], path: inPath = [], answer } = types;
  const credentials = route.said.map((said) => said.credentials).find((said) => said !== undefined);
  const [status = '200'] = Object.keys(operation.responses);
  const own = route.said.find((said) => said.operation !== undefined)?.operation;
  return {
    operationId: operation.operationId,
    tags: [tagOf(path)],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(credentials === undefined
      ? {}
      : { security: credentials.map((credential) => (credential === 'nothing' ? {} : { [credential]: [] })) }),
    parameters: [
      ...parametersOf('path', inPath, components),
      ...parametersOf('query', query, components),
      ...(verb === 'get' ? [] : route.said.flatMap(({ headersOfChanges }) => headersOfChanges ?? [])),
    ],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    ...own,
    responses: {
      [status]: success(status, answer, route.contentType),
      ...refusals(codesOf(path, types, route)),
      ...own?.responses,
    },
  };
}

/** `/api/rooms/{id}/messages` is about rooms. */
function tagOf(path: string): string {
  return /^\/(?:api\/)?([^/]+)/.exec(path)?.[1] ?? 'others';
}

function success(status: string, answer: Schema | undefined, contentType = 'application/json'): ResponseObject {
  const description = STATUS_CODES[status] ?? status;
  return answer === undefined ? { description } : { description, content: { [contentType]: { schema: answer } } };
}

function parametersOf(place: 'path' | 'query', inputs: readonly Input[], components: Known['components']): ParameterObject[] {
  return inputs.flatMap(({ name, schema }): ParameterObject[] => {
    if (name !== undefined) return [{ name, in: place, required: place === 'path', schema }];
    const { properties = {}, required = [] } = resolve(schema, components);
    return Object.entries(properties).map(([field, ofField]) => {
      const { description, ...rest } = ofField as SchemaObject;
      const said = description === undefined ? {} : { description };
      return { name: field, in: place, required: required.includes(field), ...said, schema: rest };
    });
  });
}

function resolve(schema: Schema, components: Known['components']): SchemaObject {
  return '$ref' in schema ? (components[schema.$ref.replace(/^.*\//, '')] ?? {}) : schema;
}

function codesOf(path: string, { body, query = [], path: inPath = [] }: TypedOperation, { said }: Route): ErrorCode[] {
  const isChecked = [...query, ...inPath].some(({ name }) => name === undefined);
  return [
    ...(body !== undefined || isChecked ? (['INVALID'] as const) : []),
    ...said.flatMap(({ refuses }) => refuses ?? []),
    ...(body === undefined ? [] : (['TOO_LARGE'] as const)),
    ...(path.startsWith('/api/') ? (['RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'] as const) : []),
  ];
}
