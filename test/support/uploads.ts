import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { call, type HttpAnswer } from './http-client.js';
import type { JsonObject } from './inbox.js';
import type { Endpoint } from './raw-client.js';

const BOUNDARY = '----a boundary of the tests';

/** One part of a form, as it goes over the wire. */
export interface FormPart {
  name: string;
  /** Makes it a file; written as it is, so that a test can say anything. */
  filename?: string;
  contentType?: string;
  content: string | Buffer;
}

/** The bytes of a form, by hand: no library corrects what a test wants to say. */
export function formOf(parts: readonly FormPart[]): Buffer {
  const pieces = parts.flatMap(({ name, filename, contentType, content }) => [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    contentType === undefined ? '' : `\r\nContent-Type: ${contentType}`,
    '\r\n\r\n',
    content,
    '\r\n',
  ]);
  return Buffer.concat(
    [...pieces, `--${BOUNDARY}--\r\n`].map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)),
  );
}

/** A form with nothing but a file. */
export function fileForm(filename: string, content: string | Buffer, contentType = 'application/octet-stream'): Buffer {
  return formOf([{ name: 'file', filename, contentType, content }]);
}

export interface UploadOptions {
  /** Whether the request says how long it is; without, it goes in chunks. */
  length?: number | 'chunked';
  contentType?: string;
  /** Keeps the connection for others. */
  headers?: Record<string, string>;
}

/** Begins an upload; the test writes what it likes to it. */
export function beginUpload(gateway: Endpoint, token: string | undefined, options: UploadOptions = {}): ClientRequest {
  const { length = 'chunked', contentType = `multipart/form-data; boundary="${BOUNDARY}"`, headers = {} } = options;
  return request(new URL('/api/files', gateway.httpUrl), {
    method: 'POST',
    agent: false,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(length === 'chunked' ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(length) }),
      'content-type': contentType,
      ...headers,
    },
  });
}

/** The answer to it; rejects when the connection broke before there was one. */
export async function answerTo(upload: ClientRequest): Promise<HttpAnswer & { connection: string | undefined }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    upload.once('response', resolve);
    upload.once('error', reject);
  });
  // Who was answered early may be cut off while it still sends.
  upload.on('error', () => undefined);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const body = (text === '' ? {} : JSON.parse(text)) as JsonObject;
  return { status: response.statusCode ?? 0, body, connection: response.headers.connection };
}

/** Sends a whole form. */
export async function upload(
  gateway: Endpoint,
  token: string | undefined,
  form: Buffer,
  options: UploadOptions = {},
): Promise<HttpAnswer> {
  const outgoing = beginUpload(gateway, token, { length: form.length, ...options });
  const answer = answerTo(outgoing);
  outgoing.end(form);
  const { status, body } = await answer;
  return { status, body };
}

/** Uploads a file that must be taken, and gives what was answered. */
export async function uploaded(gateway: Endpoint, token: string, form: Buffer): Promise<JsonObject> {
  const { status, body } = await upload(gateway, token, form);
  if (status !== 201) throw new Error(`Uploading answered ${String(status)}: ${JSON.stringify(body)}`);
  return body;
}

/** What all files of the person take. */
export async function usedBytes(gateway: Endpoint, token: string): Promise<unknown> {
  return (await call(gateway, 'GET', '/api/files/usage', { token })).body.usedBytes;
}

/** A download with its bytes and headers. */
export async function download(
  gateway: Endpoint,
  path: unknown,
  token?: string,
  headers: Record<string, string> = {},
  method = 'GET',
) {
  const response = await fetch(new URL(String(path), gateway.httpUrl), {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
  });
  const content = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, content, text: content.toString() };
}

/** One black pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);
