import type { Type as Class } from '@nestjs/common';
import { Type } from 'class-transformer';
import 'reflect-metadata';

const VARIANTS = Symbol('variants');

/** The field holds one of several DTOs, which its `type` tells apart; where it names none of them, the rules of `base` are what it breaks. */
export const TypedVariants =
  (base: Class, variants: Readonly<Record<string, Class>>): PropertyDecorator =>
  (target, name) => {
    const subTypes = Object.entries(variants).map(([type, value]) => ({ name: type, value }));
    Type(() => base, { discriminator: { property: 'type', subTypes }, keepDiscriminatorProperty: true })(target, name);
    Reflect.defineMetadata(VARIANTS, true, target, name);
  };

export function hasVariants(dto: Class, name: string): boolean {
  return Reflect.getMetadata(VARIANTS, dto.prototype as object, name) === true;
}
