import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidationTypes } from 'class-validator';

/** Where a field stands in a payload: names, and 0 for the first entry of a list. */
export type Path = readonly (string | number)[];

/** Every field that a DTO checks, those of the DTOs in it too. */
export function fieldsOf(dto: Type, prefix: Path = []): Path[] {
  const storage = getMetadataStorage();
  const rules = storage.groupByPropertyName(storage.getTargetValidationMetadatas(dto, '', false, false));
  return Object.entries(rules).flatMap(([name, ofField]) => {
    const path = [...prefix, name];
    if (!ofField.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION)) return [path];
    const isList = Reflect.getMetadata('design:type', dto.prototype as object, name) === Array;
    const made = valueAt(plainToInstance(dto, { [name]: isList ? [{}] : {} }), isList ? [name, 0] : [name]) as object;
    const inner = made.constructor as Type;
    return [path, ...fieldsOf(inner, isList ? [...path, 0] : path)];
  });
}

/** What a DTO asks of the value of a field: nothing at all, where it is only passed on; any number; or what its sample shows. */
export function claimOf(dto: Type, path: Path): 'anything' | 'any number' | 'its kind' {
  const [name, ...rest] = path.filter((step) => typeof step === 'string');
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(dto, '', false, false).filter(({ propertyName }) => propertyName === name);
  if (rest.length > 0) {
    const made = valueAt(plainToInstance(dto, { [name ?? '']: {} }), [name ?? '']) as object;
    return claimOf(made.constructor as Type, rest);
  }
  if (rules.every(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION)) return 'anything';
  return rules.some((rule) => rule.name === 'isNumber') ? 'any number' : 'its kind';
}

export function valueAt(payload: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], payload);
}

const PLACE = '(here)';

/** The payload's JSON with that text at the path, which need not be what `JSON.stringify` could write. */
export function withText(payload: unknown, path: Path, text: string): string {
  const copy = structuredClone(payload);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  parent[path.at(-1) ?? ''] = PLACE;
  return JSON.stringify(copy).replace(JSON.stringify(PLACE), () => text);
}
