import { describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { Allow, getMetadataStorage } from 'class-validator';
import fc from 'fast-check';
import type { AppError } from '../../../src/common/index.js';
import { quickCheck } from '../../../src/common/quick-check.js';
import { validatePayload } from '../../../src/common/validation.js';
import { commandDtos } from './command-dtos.js';
import { payloadsOf } from './payloads.js';

const RUNS = 100;
const LIMITS = { maxDepth: 16 };

const COMMAND_DTOS = [...new Set(commandDtos().values())] as Type<object>[];
/** With those of HTTP, and those within others. */
const { validationMetadatas } = getMetadataStorage() as unknown as { validationMetadatas: Map<unknown, unknown> };
const DTOS = [...new Set([...COMMAND_DTOS, ...validationMetadatas.keys()])] as Type<object>[];

/** The same DTO, but with a rule of a kind that the quick check leaves to class-validator, and so with all of it. */
function unhurried(dto: Type<object>): Type<object> {
  class Unhurried extends dto {}
  Allow()(Unhurried.prototype, 'never sent');
  return Unhurried;
}

/** What is made of it, or the code of its refusal: which of several wrong fields is named depends on the order of the rules. */
function judge(dto: Type<object>, payload: unknown): unknown {
  try {
    // As it comes from the wire, and nothing that is done to it reaches the next.
    return validatePayload(dto, JSON.parse(JSON.stringify(payload ?? null)), LIMITS);
  } catch (error) {
    return (error as AppError).code;
  }
}

/** Whether the quick check alone takes it. */
function isTaken(dto: Type<object>, payload: object): boolean {
  const sent = Object.entries(payload).filter(([, value]) => value !== undefined && value !== null);
  return quickCheck(dto, Object.fromEntries(sent)) !== undefined;
}

describe('what is checked quickly', () => {
  it.each(DTOS.map((dto) => [dto.name, dto] as const))('is judged as class-validator does: %s', (_name, dto) => {
    const slow = unhurried(dto);
    fc.assert(
      fc.property(payloadsOf(dto), (payload) => {
        const judged = judge(slow, payload);
        if (judged instanceof slow) Object.setPrototypeOf(judged, dto.prototype as object);
        expect(judge(dto, payload)).toStrictEqual(judged);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(COMMAND_DTOS.map((dto) => [dto.name, dto] as const))('is what is right of %s', (_name, dto) => {
    const isRight = (payload: unknown): payload is object => judge(dto, payload) instanceof dto;
    const right = fc.sample(payloadsOf(dto), 500).filter(isRight);

    expect(right.some((payload) => isTaken(dto, payload))).toBe(true);
  });
});
