import type { PipeTransform, Type } from '@nestjs/common';
import { validatePayload } from './validation.js';

/** Levels of nesting an HTTP body may have; no body of ours needs more. */
export const BODY_DEPTH = 16;

/**
 * `@Body(new BodyPipe(RegisterDto))`: checks an HTTP body as commands' payloads are checked, and what a URL says (`@Query`, `@Param`)
 * likewise. No body is an empty one.
 */
export class BodyPipe<T extends object> implements PipeTransform<unknown, T> {
  constructor(private readonly dto: Type<T>) {}

  transform(body: unknown): T {
    return validatePayload(this.dto, body ?? {}, { maxDepth: BODY_DEPTH });
  }
}
