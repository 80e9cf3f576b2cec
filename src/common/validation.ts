import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, ValidationTypes, type ValidationError, type ValidatorOptions } from 'class-validator';
import { AppError } from './app-error.js';
import { isNumberInText, numberInText } from './number-in-text.js';
import { assertPlainJson, isPlainObject } from './plain-json.js';
import { quickCheck } from './quick-check.js';

/** Most entries of a list of DTOs that says no `@ArrayMaxSize` of its own. */
const LIST_ITEMS = 1_000;

const RULES: ValidatorOptions = {
  whitelist: true,
  // A DTO without fields is a command without arguments.
  forbidUnknownValues: false,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
};

interface Property {
  readonly name: string;
  /** Its value is a DTO, or a list of them. */
  readonly nested: boolean;
  readonly list: boolean;
  readonly optional: boolean;
  readonly maxItems: number;
  readonly keepsNull: boolean;
  readonly numberInText: boolean;
}

const KEEPS_NULL = Symbol('keeps null');

/** On an optional field: `null` takes something away, and is no less than absent. */
export const KeepsNull = (): PropertyDecorator => (target, name) => {
  Reflect.defineMetadata(KEEPS_NULL, true, target, name);
};

const planned = new WeakMap<Type, readonly Property[]>();

/**
 * Makes an instance of the DTO of what a client sent, or refuses it with `INVALID`, naming the first wrong field by its dotted
 * path. Fields that the DTO doesn't know are ignored, `null` counts as absent but under `@KeepsNull`, nothing is converted (`"12"` is no
 * number) but under `@NumberInText`. Objects under fields that are no DTOs themselves (`metadata`) are passed on as they are.
 */
export function validatePayload<T extends object>(dto: Type<T>, payload: unknown, limits: { maxDepth: number }): T {
  assertPlainJson(payload, limits.maxDepth);
  return validatePlainJson(dto, payload);
}

/** The same for what is known to be plain JSON, as `assertPlainJson` means it. */
export function validatePlainJson<T extends object>(dto: Type<T>, payload: Record<string, unknown>): T {
  const fields = read(dto, payload);
  const quick = quickCheck(dto, fields);
  if (quick !== undefined) return quick;
  const instance = construct(dto, fields);
  const [error] = validateSync(instance, RULES);
  if (error !== undefined) throw invalid(error);
  return instance;
}

/** What the DTO takes of the payload: the fields that it knows and that were sent. */
function read(dto: Type, payload: Record<string, unknown>): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const property of propertiesOf(dto)) {
    const { name, nested } = property;
    // An inherited value such as `toString` was not sent.
    const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
    if (value === undefined || value === null) {
      // class-validator takes a missing nested object for a valid one.
      if (nested && !property.optional) refuse(name, 'is required');
      if (value === null && property.keepsNull) fields[name] = null;
      continue;
    }
    assertShape(property, value);
    fields[name] = property.numberInText ? numberInText(value) : value;
  }
  return fields;
}

function construct<T extends object>(dto: Type<T>, fields: Readonly<Record<string, unknown>>): T {
  const nestedFields: Record<string, unknown> = {};
  const asItIs: Record<string, unknown> = {};
  for (const { name, nested } of propertiesOf(dto)) {
    if (!Object.hasOwn(fields, name)) continue;
    if (nested) nestedFields[name] = withoutNulls(fields[name]);
    else asItIs[name] = fields[name];
  }
  // class-transformer has nothing to do for fields that are no DTOs, and takes its time for it.
  const instance = Object.keys(nestedFields).length === 0 ? new dto() : plainToInstance(dto, nestedFields);
  return Object.assign(instance, asItIs);
}

/** What has to hold before class-transformer and class-validator go through every entry. */
function assertShape({ name, nested, list, maxItems }: Property, value: unknown): void {
  if (Array.isArray(value) && value.length > maxItems) refuse(name, `must have at most ${maxItems} entries`);
  if (!nested) return;
  if (!list) {
    // class-validator would take an empty array for a valid nested object.
    if (!isPlainObject(value)) refuse(name, 'must be an object');
  } else if (!Array.isArray(value)) refuse(name, 'must be a list');
  else if (!value.every(isPlainObject)) refuse(name, 'must have objects as its entries');
}

function refuse(field: string, reason: string): never {
  throw new AppError('INVALID', { field, message: `${field} ${reason}` });
}

/** Of a nested DTO, and of those in it: what they hold are fields, where `null` counts as absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isPlainObject(value)) return value;
  const present = Object.entries(value).filter(([, entry]) => entry !== null);
  return Object.fromEntries(present.map(([name, entry]) => [name, withoutNulls(entry)]));
}

function propertiesOf(dto: Type): readonly Property[] {
  let properties = planned.get(dto);
  if (properties === undefined) {
    properties = readProperties(dto);
    planned.set(dto, properties);
  }
  return properties;
}

function readProperties(dto: Type): Property[] {
  const storage = getMetadataStorage();
  const rules = storage.groupByPropertyName(storage.getTargetValidationMetadatas(dto, '', false, false));
  return Object.entries(rules).map(([name, ofProperty]) => {
    const nested = ofProperty.some(({ type }) => type === ValidationTypes.NESTED_VALIDATION);
    const most = ofProperty.find((rule) => rule.name === 'arrayMaxSize')?.constraints[0] as number | undefined;
    return {
      name,
      nested,
      optional: ofProperty.some(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION),
      list: Reflect.getMetadata('design:type', dto.prototype as object, name) === Array,
      numberInText: isNumberInText(dto.prototype as object, name),
      keepsNull: Reflect.getMetadata(KEEPS_NULL, dto.prototype as object, name) === true,
      maxItems: most ?? (nested ? LIST_ITEMS : Infinity),
    };
  });
}

function invalid(error: ValidationError): AppError {
  let innermost = error;
  const path = [error.property];
  for (let child = error.children?.[0]; child !== undefined; child = child.children?.[0]) {
    innermost = child;
    path.push(child.property);
  }
  const field = path.join('.');
  const [sentence = 'is not valid'] = Object.values(innermost.constraints ?? {});
  const rest = sentence.startsWith(innermost.property) ? sentence.slice(innermost.property.length) : `: ${sentence}`;
  return new AppError('INVALID', { field, message: field + rest });
}
