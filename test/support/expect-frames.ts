import { expect } from '@jest/globals';
import type { JsonObject } from './inbox.js';

export const aTime: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
export const aUuid: unknown = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
export const aSentence: unknown = expect.stringMatching(/\S/);
export const aString: unknown = expect.any(String);
export const aNumber: unknown = expect.any(Number);
/** Six characters that can't be mistaken for others. */
export const aCode: unknown = expect.stringMatching(/^[A-HJKMNP-Z2-9]{6}$/);

/** The frame has all of `required`, some of `allowed` or none, and nothing else. */
export function expectFrame(frame: JsonObject, required: JsonObject, allowed: JsonObject = {}): void {
  const present = Object.entries(allowed).filter(([field]) => field in frame);
  expect(frame).toEqual({ ...Object.fromEntries(present), ...required });
}

/** The `data` of an answer that must be a success. */
export function dataOf(answer: JsonObject): JsonObject {
  expect(answer).toEqual({ ok: true, data: expect.anything() });
  return answer.data as JsonObject;
}

/** The answer is a refusal with that code; a refusal may always name the field it is about. */
export function expectRefusal(answer: JsonObject, code: string, more: JsonObject = {}): void {
  expect(answer).toEqual({ ok: false, error: expect.any(Object) });
  expectFrame(answer.error as JsonObject, { code, message: aSentence, retryable: false, ...more }, { field: aString });
}
