import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import fc from 'fast-check';

type Rules = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>;

/** Between them they have the form of everything that a rule asks of a text. */
const TEXTS = [
  ...['ana', 'text', 'Maths', '', '12', '1', 'x'.repeat(300), '__proto__', 'toString', 'x@example.org', '08:00', 'Europe/Berlin'],
  ...['00000000-0000-7000-8000-000000000000', '👍', '2030-01-01T00:00:00.000Z', 'https://example.org/hook', '\u{1f600}é'],
  Buffer.from('[true,"ana","1"]').toString('base64url'),
];
const ODD = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    -0,
    1e21,
    0.5,
    '12',
    [],
    [null],
    [[]],
    [{}],
    {},
    { length: 1 },
    { id: {} },
    { toString: 1 },
  ),
  fc.constantFrom(...TEXTS),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Payloads for that DTO: many of them right or nearly so, with fields that are missing, wrong, of another kind or unknown. */
export function payloadsOf(dto: Type): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 20, arbitrary: likeThe(dto) }, { weight: 1, arbitrary: ODD });
}

function likeThe(dto: Type): fc.Arbitrary<unknown> {
  const storage = getMetadataStorage();
  const rules = storage.groupByPropertyName(storage.getTargetValidationMetadatas(dto, '', false, false));
  const fields = Object.entries(rules).map(([name, ofField]) => [name, fieldOf(dto, name, ofField)] as const);
  const known = fc.record(Object.fromEntries(fields));
  const unknown = fc.record({ extra: ODD, hasOwnProperty: ODD, 'a.b': ODD }, { requiredKeys: [] });
  // Also in another order, and with what the DTO does not know before it.
  return fc
    .tuple(known, unknown, fc.boolean())
    .map(([right, more, isFirst]) => (isFirst ? { ...more, ...right } : { ...right, ...more }));
}

function fieldOf(dto: Type, name: string, rules: Rules): fc.Arbitrary<unknown> {
  const isOptional = rules.some(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  return fc.oneof(
    { weight: 16, arbitrary: valueOf(dto, name, rules) },
    { weight: isOptional ? 8 : 1, arbitrary: fc.constantFrom(undefined, null) },
    { weight: 2, arbitrary: ODD },
  );
}

function valueOf(dto: Type, name: string, rules: Rules): fc.Arbitrary<unknown> {
  const isList = Reflect.getMetadata('design:type', dto.prototype as object, name) === Array;
  const one = rules.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION)
    ? likeThe(nestedIn(dto, name, isList))
    : plainValue(rules);
  return isList ? fc.array(fc.oneof({ weight: 12, arbitrary: one }, { weight: 1, arbitrary: ODD }), { maxLength: 3 }) : one;
}

function plainValue(rules: Rules): fc.Arbitrary<unknown> {
  const asked = new Map(rules.map((rule) => [rule.name, rule.constraints as unknown[] | undefined]));
  const oneOf = asked.get('isIn')?.[0];
  if (Array.isArray(oneOf)) return fc.constantFrom(...(oneOf as unknown[]));
  if (asked.has('isBoolean')) return fc.boolean();
  if (asked.has('isInt') || asked.has('isNumber')) return fc.constantFrom<unknown>(0, 1, 2, 10, 12.5, -1, 2 ** 53, 1e308);
  if (asked.has('isObject')) return fc.dictionary(fc.constantFrom('a', 'b', 'c'), ODD);
  if (asked.has('isUuid')) return fc.constantFrom<unknown>('00000000-0000-7000-8000-000000000000', 'no-uuid');
  return fc.constantFrom(...TEXTS);
}

function nestedIn(dto: Type, name: string, isList: boolean): Type {
  const made = plainToInstance(dto, { [name]: isList ? [{}] : {} }) as Record<string, unknown>;
  return ((isList ? (made[name] as unknown[])[0] : made[name]) as object).constructor as Type;
}
