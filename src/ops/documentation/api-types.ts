import type { ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../common/index.js';

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

const FILE = new URL('../../api-types.json', import.meta.url);

/** What the build wrote beside the compiled code. Throws `UNAVAILABLE` where something else compiled it. */
export async function readApiTypes(): Promise<ApiTypes> {
  const written = await readFile(FILE, 'utf8').catch((cause: unknown) => {
    throw new AppError('UNAVAILABLE', {
      message: '`npm run build` makes the documentation; `npm run start:dev` does not.',
      cause,
    });
  });
  return JSON.parse(written) as ApiTypes;
}
