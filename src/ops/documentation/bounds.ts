import type { Type } from '@nestjs/common';
import type { SchemaObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

type Bound = (first: never, second: never) => SchemaObject;

/** What the rules of DTOs say in JSON Schema. Rules that are not here are said by the type, or by the docstring. */
const BOUNDS: Readonly<Record<string, Bound>> = {
  isInt: () => ({ type: 'integer' }),
  min: (minimum: number) => ({ minimum }),
  max: (maximum: number) => ({ maximum }),
  minLength: (minLength: number) => ({ minLength }),
  maxLength: (maxLength: number) => ({ maxLength }),
  isLength: (minLength: number, maxLength: number) => ({ minLength, maxLength }),
  isNotEmpty: () => ({ minLength: 1 }),
  matches: ({ source }: RegExp) => ({ pattern: source }),
  isUuid: () => ({ format: 'uuid' }),
  isEmail: () => ({ format: 'email' }),
  isUrl: () => ({ format: 'uri' }),
  isIso8601: () => ({ format: 'date-time' }),
  isIn: (values: unknown[]) => ({ enum: values }),
  arrayMinSize: (minItems: number) => ({ minItems }),
  arrayMaxSize: (maxItems: number) => ({ maxItems }),
};

/** Puts what the rules of these DTOs, and of those in their fields, say into the schemas of their types. */
export function bind(dtos: Iterable<Type>, components: Record<string, SchemaObject>): void {
  const bound = new Set<Type>();
  const bindOne = (dto: Type): void => {
    const { properties } = components[dto.name] ?? {};
    if (properties === undefined || bound.has(dto)) return;
    bound.add(dto);
    for (const { propertyName, each, name, constraints } of rulesOf(dto)) {
      const schema = properties[propertyName];
      if (schema === undefined) continue;
      const rule = name === undefined ? undefined : BOUNDS[name]?.(...argumentsOf(constraints));
      if (rule !== undefined) Object.assign(each && 'items' in schema ? (schema.items ?? {}) : schema, rule);
      const nested: unknown = Reflect.getMetadata('design:type', dto.prototype as object, propertyName);
      if (typeof nested === 'function') bindOne(nested as Type);
    }
  };
  for (const dto of dtos) bindOne(dto);
}

/** A rule without arguments has none, whatever its type says. */
function argumentsOf(constraints: unknown): Parameters<Bound> {
  return (constraints ?? []) as Parameters<Bound>;
}

function rulesOf(dto: Type) {
  return getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
}
