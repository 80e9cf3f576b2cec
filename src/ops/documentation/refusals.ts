import type { ResponseObject } from '@nestjs/swagger';
import { ERRORS, type ErrorCode, type HttpRefusal } from '../../protocol/index.js';

const REFUSAL = { $ref: '#/components/schemas/HttpRefusal' };

/** The answers of a route that may refuse with these codes, by status. */
export function refusals(codes: Iterable<ErrorCode>): Record<string, ResponseObject> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answers = [...byStatus].map(([status, ofStatus]) => [String(status), answerOf(status, ofStatus)] as const);
  return Object.fromEntries(answers);
}

function answerOf(status: number, codes: readonly ErrorCode[]): ResponseObject {
  const examples = codes.map((code) => [code, { value: exampleOf(status, code) }] as const);
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].sentence}`).join('\n\n'),
    content: {
      'application/json': {
        schema: { allOf: [REFUSAL, { properties: { code: { enum: [...codes] } } }] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

function exampleOf(statusCode: number, code: ErrorCode): HttpRefusal {
  const { sentence, retryable } = ERRORS[code];
  return { statusCode, code, message: sentence, retryable };
}
