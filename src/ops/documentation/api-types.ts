import type { ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { readFile } from 'node:fs/promises';

export type Schema = SchemaObject | ReferenceObject;

/** A parameter of a handler: one of the path or the query, or, without a name, an object of them. */
export interface Input {
  readonly name?: string;
  readonly schema: Schema;
}

/** What the types and the docstring of a route say; see `scripts/api-types`. */
export interface TypedOperation {
  readonly summary: string;
  readonly description?: string;
  readonly body?: Schema;
  readonly query?: readonly Input[];
  readonly path?: readonly Input[];
  /** Absent where it answers nothing. */
  readonly answer?: Schema;
}

export interface ApiTypes {
  /** By `<controller>_<method>`. */
  readonly operations: Readonly<Record<string, TypedOperation>>;
  readonly components: Readonly<Record<string, SchemaObject>>;
}

/** What the build wrote beside the compiled code. */
export async function readApiTypes(): Promise<ApiTypes> {
  return JSON.parse(await readFile(new URL('../../api-types.json', import.meta.url), 'utf8')) as ApiTypes;
}
