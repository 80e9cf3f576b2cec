import type { HttpRefusal } from '../../../src/protocol/index.js';
import { LyceumError } from './error.js';
import type { Http, HttpRequest } from './http.js';
import { verdictOn } from './refusal.js';

/** Gives the token; with what the server said of the one before, where it refused that. */
export type TokenOf = (refused?: LyceumError) => Promise<string | undefined>;

/** `Http` by the platform's `fetch`. */
export class FetchHttp implements Http {
  constructor(
    readonly url: string,
    private readonly tokenOf: TokenOf,
  ) {}

  async json<T>(path: string, request: HttpRequest = {}): Promise<T> {
    if (request.anonymous === true) return this.send<T>(path, request, undefined);
    try {
      return await this.send<T>(path, request, await this.tokenOf());
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      if (verdictOn(error) !== 'token') throw error;
      return this.send<T>(path, request, await this.tokenOf(error));
    }
  }

  async authorization(): Promise<Record<string, string>> {
    return bearer(await this.tokenOf());
  }

  private async send<T>(path: string, { method = 'GET', query = {}, body, signal }: HttpRequest, token?: string): Promise<T> {
    const url = new URL(this.url + path);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const isPlain = body instanceof FormData || body instanceof Blob;
    const headers = { ...bearer(token), ...(body === undefined || isPlain ? {} : { 'Content-Type': 'application/json' }) };
    const response = await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: isPlain ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      throw signal?.aborted === true ? LyceumError.from(error) : LyceumError.offline();
    });
    const text = await response.text();
    if (!response.ok) throw refusalOf(response, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}

/** What stands between us and the gateway answers in its own words. */
export function refusalOf({ status, headers }: Pick<Response, 'status' | 'headers'>, text: string): LyceumError {
  try {
    const refusal = JSON.parse(text) as Partial<HttpRefusal>;
    const { code, message = '', retryable = false, retryAfterMs, field, correlationId } = refusal;
    if (code !== undefined) return new LyceumError({ code, message, retryable, retryAfterMs, field, correlationId });
  } catch {
    // Told below.
  }
  const seconds = Number(headers.get('Retry-After'));
  return new LyceumError({
    code: status === 429 ? 'RATE_LIMITED' : status === 413 ? 'TOO_LARGE' : 'UNAVAILABLE',
    message: `The server answered ${status}. Try again in a moment.`,
    retryable: status === 429 || status >= 500,
    ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  });
}
