import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BadRequestException, HttpException, Logger, NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { AppError } from './app-error.js';
import { HttpErrorFilter } from './http-error.filter.js';

function answerTo(exception: unknown, headersSent = false) {
  const answer: { status?: number; body?: unknown; headers: Record<string, unknown>; destroyed: boolean } = {
    headers: {},
    destroyed: false,
  };
  const response = {
    headersSent,
    setHeader: (name: string, value: unknown) => (answer.headers[name] = value),
    status: (status: number) => {
      answer.status = status;
      return { json: (body: unknown) => (answer.body = body) };
    },
    destroy: () => (answer.destroyed = true),
  };
  new HttpErrorFilter().catch(exception, { switchToHttp: () => ({ getResponse: () => response }) } as unknown as ArgumentsHost);
  return answer;
}

function bodyParserError(type: string, status: number): Error {
  return Object.assign(new Error('quotes "the request"'), { type, status, statusCode: status, expose: true });
}

describe('HttpErrorFilter', () => {
  const logged = jest.spyOn(Logger.prototype, 'error');
  beforeEach(() => {
    logged.mockImplementation(() => undefined);
  });
  afterEach(() => {
    logged.mockReset();
  });

  it('answers our own refusals with everything they say', () => {
    expect(answerTo(new AppError('RATE_LIMITED', { message: 'Slow down.', retryAfterMs: 1_500, field: 'a.b' }))).toMatchObject({
      status: 429,
      headers: { 'Retry-After': 2 },
      body: { statusCode: 429, code: 'RATE_LIMITED', message: 'Slow down.', retryable: true, retryAfterMs: 1_500, field: 'a.b' },
    });
    expect(logged).not.toHaveBeenCalled();
  });

  it.each([
    [new NotFoundException('Cannot GET /secret'), 404, 'NOT_FOUND'],
    [new BadRequestException('quotes the request'), 400, 'INVALID'],
    [new HttpException('teapot', 418), 400, 'INVALID'],
    [new HttpException('later', 503), 503, 'UNAVAILABLE'],
    [bodyParserError('entity.too.large', 413), 413, 'TOO_LARGE'],
    [bodyParserError('entity.parse.failed', 400), 400, 'INVALID'],
    [new BadRequestException('x', { cause: bodyParserError('entity.parse.failed', 400) }), 400, 'INVALID'],
  ])('answers %p with %i %s, in words of our own', (exception, status, code) => {
    const answer = answerTo(exception);
    expect(answer).toMatchObject({ status, body: { statusCode: status, code } });
    expect(JSON.stringify(answer.body)).not.toMatch(/secret|quotes|teapot/);
  });

  it('says what is wrong with a body that is no JSON', () => {
    const wrapped = new BadRequestException('x', { cause: bodyParserError('entity.parse.failed', 400) });
    expect(answerTo(wrapped).body).toMatchObject({ message: 'The body is not valid JSON.' });
  });

  it.each([
    [new Error('the password of the database')],
    ['text'],
    [undefined],
    [new AppError('INTERNAL', { message: 'the password' })],
  ])('logs %p whole and answers an id alone', (exception) => {
    const { status, body } = answerTo(exception);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('password');
    const { correlationId } = body as { correlationId: string };
    expect(logged).toHaveBeenCalledWith({ correlationId, err: exception }, expect.any(String));
  });

  it('cuts an answer that was already under way', () => {
    expect(answerTo(new Error('late'), true)).toEqual({ headers: {}, destroyed: true });
  });
});
