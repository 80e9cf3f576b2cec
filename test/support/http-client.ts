import type { JsonObject } from './inbox.js';
import type { Endpoint } from './raw-client.js';

export interface HttpAnswer {
  status: number;
  body: JsonObject;
}

export interface HttpRequest {
  token?: string;
  /** An object goes as JSON, a string as it is (still called JSON). */
  body?: object | string;
}

/** One HTTP call with a JSON answer. */
export async function call(gateway: Endpoint, method: string, path: string, request: HttpRequest = {}): Promise<HttpAnswer> {
  const { token, body } = request;
  const response = await fetch(new URL(path, gateway.httpUrl), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as JsonObject };
}
