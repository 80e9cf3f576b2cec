import { Injectable, mixin, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { validatePayload } from '../../common/validation.js';
import { AppConfig } from '../../config/index.js';

/** Turns what a client sent into an instance of the DTO, or refuses it as `INVALID` with the field's name. */
export function payloadPipe<T extends object>(dto: Type<T>): Type<PipeTransform> {
  @Injectable()
  class PayloadPipe implements PipeTransform {
    constructor(private readonly config: AppConfig) {}

    transform(value: unknown, { type }: ArgumentMetadata): unknown {
      // The other parameter is the connection, which is no client's input.
      if (type !== 'body') return value;
      return validatePayload(dto, value ?? {}, { maxDepth: this.config.realtime.maxJsonDepth });
    }
  }
  return mixin(PayloadPipe);
}
