import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Length, ValidateIf, ValidateNested } from 'class-validator';
import 'reflect-metadata';
import { quickCheck } from './quick-check.js';

class PlaceDto {
  @IsOptional()
  @IsString()
  key?: string;
}

class ItemDto {
  @IsInt()
  seq!: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => PlaceDto)
  place?: PlaceDto;
}

class SomeDto {
  @ValidateNested()
  @Type(() => PlaceDto)
  place!: PlaceDto;

  @IsString()
  @Length(1, 5)
  text!: string;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  names?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => ItemDto)
  items?: ItemDto[];
}

class KindDto {
  @IsString()
  kind!: string;
}

class LinkDto extends KindDto {
  @IsString()
  url!: string;
}

class KindsDto {
  @ValidateNested()
  @Type(() => KindDto, { discriminator: { property: 'kind', subTypes: [{ name: 'link', value: LinkDto }] } })
  what!: KindDto;
}

class ConditionalDto {
  @ValidateIf(() => true)
  @IsString()
  text!: string;
}

const GOOD = { place: { key: 'lobby' }, text: 'Hello' };

describe('quickCheck', () => {
  it('makes what class-transformer would make of what is right', () => {
    const made = quickCheck(SomeDto, { ...GOOD, names: ['a'], items: [{ seq: 1, place: { key: null, title: 'x' } }] });

    expect(made).toBeInstanceOf(SomeDto);
    expect(made?.place).toBeInstanceOf(PlaceDto);
    expect(made?.items?.[0]).toBeInstanceOf(ItemDto);
    expect(made?.items?.[0]?.place).toBeInstanceOf(PlaceDto);
    expect(made).toEqual({ ...GOOD, names: ['a'], items: [{ seq: 1, place: {} }] });
    expect(Object.keys(made?.items?.[0]?.place ?? {})).toEqual([]);
  });

  it.each([
    ['a missing field', { place: {} }],
    ['a wrong type', { ...GOOD, text: 12 }],
    ['text that is too long', { ...GOOD, text: 'Hello!' }],
    ['a wrong field within', { ...GOOD, place: { key: 1 } }],
    ['an object in a field within', { ...GOOD, place: { key: {} } }],
    ['a wrong entry', { ...GOOD, names: ['a', 1] }],
    ['no list', { ...GOOD, names: 'a' }],
    ['too long a list', { ...GOOD, items: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] }],
    ['a wrong field of an entry', { ...GOOD, items: [{ seq: 1 }, { seq: '2' }] }],
    ['an entry that is no object', { ...GOOD, items: [1] }],
    ['a list for an object', { ...GOOD, place: [] }],
  ])('leaves %s to class-validator', (_what, fields) => {
    expect(quickCheck(SomeDto, fields)).toBeUndefined();
  });

  it('leaves a DTO with rules of other kinds to class-validator, right or wrong', () => {
    expect(quickCheck(ConditionalDto, { text: 'Hello' })).toBeUndefined();
  });

  it('leaves a DTO to class-validator whose fields are of a class that they name themselves', () => {
    expect(quickCheck(KindsDto, { what: { kind: 'link', url: 'https://example.org' } })).toBeUndefined();
    expect(quickCheck(KindsDto, { what: { kind: 'link' } })).toBeUndefined();
  });
});
