import { Injectable, mixin, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { validatePlainJson } from '../../common/validation.js';

/**
 * Turns what a client sent into an instance of the DTO, or refuses it as `INVALID` with the field's name. That it is plain
 * JSON of bearable depth the dispatcher has seen to, for the whole frame.
 */
export function payloadPipe<T extends object>(dto: Type<T>): Type<PipeTransform> {
  @Injectable()
  class PayloadPipe implements PipeTransform {
    transform(value: unknown, { type }: ArgumentMetadata): unknown {
      // The other parameter is the connection, which is no client's input.
      return type === 'body' ? validatePlainJson(dto, (value ?? {}) as Record<string, unknown>) : value;
    }
  }
  return mixin(PayloadPipe);
}
