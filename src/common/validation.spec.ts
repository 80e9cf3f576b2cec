import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, IsString, Length, MaxLength, ValidateNested } from 'class-validator';
import 'reflect-metadata';
import { AppError } from './app-error.js';
import { NumberInText } from './number-in-text.js';
import { KeepsNull, validatePayload } from './validation.js';

class RoomDto {
  @IsOptional()
  @IsString()
  @MaxLength(128)
  key?: string;
}

class PartDto {
  @IsInt()
  afterSeq!: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => RoomDto)
  room?: RoomDto;
}

class SendDto {
  @ValidateNested()
  @Type(() => RoomDto)
  room!: RoomDto;

  @IsString()
  @Length(1, 4_000)
  text!: string;

  @IsOptional()
  @IsString()
  clientId?: string;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => PartDto)
  parts?: PartDto[];
}

class PageDto {
  @IsOptional()
  @NumberInText()
  @IsInt()
  limit?: number;
}

class NothingDto {}

const GOOD = { room: { key: 'lobby' }, text: 'Hello' };

function refusalOf(payload: unknown, maxDepth = 16): { code: string; field?: string; message: string } {
  try {
    validatePayload(SendDto, payload, { maxDepth });
  } catch (error) {
    if (error instanceof AppError) return error.toPublic();
    throw error;
  }
  throw new Error('It was accepted');
}

function nestedObject(depth: number): unknown {
  return JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
}

describe('validatePayload', () => {
  const accept = (payload: unknown) => validatePayload(SendDto, payload, { maxDepth: 16 });

  it('reads a number in text where the DTO says so, and only digits', () => {
    expect(validatePayload(PageDto, { limit: '12' }, { maxDepth: 1 })).toEqual({ limit: 12 });
    for (const limit of ['', '1e3', '-1', ' 1', '0x1', ['1']])
      expect(() => validatePayload(PageDto, { limit }, { maxDepth: 2 })).toThrow('limit must be');
  });

  it('makes instances of the DTO and of those within', () => {
    const send = accept(GOOD);
    expect(send).toBeInstanceOf(SendDto);
    expect(send.room).toBeInstanceOf(RoomDto);
    expect(send).toMatchObject(GOOD);
  });

  it('ignores fields that the DTO does not know, also within', () => {
    const send = accept({
      ...GOOD,
      room: { key: 'lobby', title: 'x' },
      senderId: 'someone else',
      hasOwnProperty: 1,
      toString: 'x',
    });
    expect(Object.keys(send)).not.toContain('senderId');
    expect(Object.hasOwn(send, 'hasOwnProperty')).toBe(false);
    expect(Object.hasOwn(send, 'toString')).toBe(false);
    expect(Object.keys(send.room)).toEqual(['key']);
  });

  it('passes free objects on as they are', () => {
    const metadata = { slide: 3, marks: [{ at: null }], then: 'text' };
    expect(accept({ ...GOOD, metadata }).metadata).toBe(metadata);
  });

  it('takes null for absent', () => {
    const send = accept({ room: { key: null }, text: 'Hello', clientId: null });
    expect(send.clientId).toBeUndefined();
    expect(send.room.key).toBeUndefined();
    expect(refusalOf({ ...GOOD, text: null })).toMatchObject({ code: 'INVALID', field: 'text' });
  });

  it('keeps null where it takes something away', () => {
    class StatusDto {
      @KeepsNull()
      @IsOptional()
      @IsString()
      text?: string | null;
    }
    const textOf = (payload: unknown) => validatePayload(StatusDto, payload, { maxDepth: 16 }).text;

    expect(textOf({ text: null })).toBeNull();
    expect(textOf({})).toBeUndefined();
    expect(textOf({ text: 'Hello' })).toBe('Hello');
    expect(() => textOf({ text: 5 })).toThrow(AppError);
  });

  it('takes null for absent however deep in DTOs it stands', () => {
    const { parts } = validatePayload(SendDto, { ...GOOD, parts: [{ afterSeq: 1, room: { key: null } }] }, { maxDepth: 16 });

    expect(parts?.[0]?.room).toEqual({});
    expect(parts?.[0]?.room?.key).toBeUndefined();
  });

  it('accepts anything for a command without fields', () => {
    expect(validatePayload(NothingDto, { anything: 1 }, { maxDepth: 16 })).toEqual({});
  });

  it.each([
    ['a missing object', { text: 'Hello' }, 'room', /^room is required$/],
    ['a missing field', { room: {} }, 'text', /^text must be/],
    ['a wrong type, never converted', { ...GOOD, text: 12 }, 'text', /^text must be/],
    ['a field within', { ...GOOD, room: { key: {} } }, 'room.key', /^room\.key must be/],
    [
      'a field of a list',
      { ...GOOD, parts: [{ afterSeq: 1 }, { afterSeq: '1' }] },
      'parts.1.afterSeq',
      /^parts\.1\.afterSeq must be/,
    ],
    ['a list where one object belongs', { ...GOOD, room: [] }, 'room', /^room must be an object$/],
    ['text where an object belongs', { ...GOOD, room: 'lobby' }, 'room', /^room must be an object$/],
    ['an object where a list belongs', { ...GOOD, parts: {} }, 'parts', /^parts must be a list$/],
    ['a list of other things', { ...GOOD, parts: [1] }, 'parts', /^parts must have objects/],
    ['a list that is too long', { ...GOOD, parts: new Array(100_000).fill({}) }, 'parts', /at most 3 entries/],
    ['a NUL', { ...GOOD, text: 'a\0b' }, 'text', /cannot be stored/],
    ['half a surrogate pair anywhere', { ...GOOD, metadata: { a: ['\uD83D'] } }, 'metadata.a.0', /cannot be stored/],
    ['half a surrogate pair in a name', { ...GOOD, metadata: { '\uD83D': 1 } }, 'metadata.\uFFFD', /cannot be stored/],
    ['a number past all numbers', { ...GOOD, metadata: JSON.parse('{"a":1e400}') }, 'metadata.a', /finite number/],
    ['NaN', { ...GOOD, unknown: NaN }, 'unknown', /finite number/],
    ['__proto__', { ...GOOD, metadata: JSON.parse('{"__proto__":{"admin":true}}') }, 'metadata.__proto__', /not allowed/],
    ['constructor', { ...GOOD, constructor: {} }, 'constructor', /not allowed/],
    ['prototype', { ...GOOD, room: { prototype: 1 } }, 'room.prototype', /not allowed/],
    ['binary', { ...GOOD, text: Buffer.from('Hello') }, 'text', /binary/],
    ['a function', { ...GOOD, text: () => 'Hello' }, 'text', /JSON/],
  ])('refuses %s and names the field', (_what, payload, field, message) => {
    const refusal = refusalOf(payload);
    expect(refusal).toMatchObject({ code: 'INVALID', field });
    expect(refusal.message).toMatch(message);
  });

  it.each([null, undefined, 'text', 12, true, [], [GOOD], Buffer.from('{}')])('refuses %p, which is no object', (payload) => {
    expect(refusalOf(payload)).toMatchObject({ code: 'INVALID', message: 'The payload must be an object' });
  });

  it('counts depth from the payload itself', () => {
    expect(accept({ ...GOOD, metadata: nestedObject(15) }).text).toBe('Hello');
    expect(refusalOf({ ...GOOD, metadata: nestedObject(16) }).message).toMatch(/nested deeper than 16 levels/);
  });

  it.each([20_000, 200_000])('refuses a depth of %i without overflowing the stack', (depth) => {
    expect(refusalOf({ ...GOOD, metadata: nestedObject(depth) }).message).toMatch(/nested deeper than 16 levels/);
    expect(refusalOf(nestedObject(depth), Infinity)).toMatchObject({ field: 'room' });
    expect(refusalOf(nestedObject(depth)).field?.length).toBeLessThanOrEqual(128);
  });

  it('keeps the name of a refused field short', () => {
    expect(refusalOf({ ...GOOD, ['x'.repeat(10_000)]: NaN }).field).toHaveLength(128);
  });
});
