import busboy, { type Busboy } from 'busboy';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { AppError } from '../../common/index.js';

/** Text fields before the file: `room` and `to`, and room for some that are ignored. */
const FIELDS = 8;
const FIELD_BYTES = 1_024;
const PART_HEADERS = 16;

/** The file of a form; `content` must be read to its end or destroyed. */
export interface FormFile {
  /** As the client said it. */
  readonly name: string;
  readonly content: Readable;
  /** The text fields that came before it. */
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * Reads a form with one file as it comes, and hands the file to `take` while it is on its way. Resolves with what `take` made of it
 * when the form has ended well; rejects, with `take` over, when anything in it was wrong, it broke off, or the signal came.
 */
export async function readUploadForm<T>(
  request: IncomingMessage,
  take: (file: FormFile) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const form = openForm(request);
  const fields = new Map<string, string>();
  let taken: Promise<T> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const refuse = (sentence: string) => {
        reject(invalid(sentence));
      };
      const breakOff = () => {
        reject(invalid('The upload broke off.'));
      };
      form.on('field', (name, value, { valueTruncated }) => {
        if (valueTruncated) refuse('A field of the form is too long.');
        else if (taken !== undefined) refuse('The file must be the last part of the form.');
        else fields.set(name, value);
      });
      form.on('file', (_name, content, { filename }: { filename?: string }) => {
        // The form breaks it off also when nobody reads it any more.
        content.on('error', () => undefined);
        if (taken !== undefined) {
          content.resume();
          return;
        }
        taken = take({ name: filename ?? '', content, fields });
        taken.catch(reject);
      });
      form.on('filesLimit', () => {
        refuse('Send one file at a time.');
      });
      form.on('fieldsLimit', () => {
        refuse('The form has too many fields.');
      });
      form.on('partsLimit', () => {
        refuse('The form has too many parts.');
      });
      form.on('error', breakOff);
      form.on('close', resolve);
      request.on('error', breakOff);
      request.on('close', () => {
        if (!request.complete) breakOff();
      });
      // It may have been closed while its sender was asked who they are, and tells that to nobody again.
      if (request.destroyed) breakOff();
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
      if (signal.aborted) reject(signal.reason as Error);
      request.pipe(form);
    });
    if (taken === undefined) throw invalid('The form has no file.');
    return await taken;
  } catch (error) {
    request.unpipe(form);
    form.destroy();
    await taken?.catch(() => undefined);
    throw error;
  }
}

function openForm(request: IncomingMessage): Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: {
        files: 1,
        fields: FIELDS,
        parts: FIELDS + 2,
        fieldSize: FIELD_BYTES,
        headerPairs: PART_HEADERS,
      },
    });
  } catch {
    throw invalid('Send a form (multipart/form-data) with one file.');
  }
}

function invalid(message: string): AppError {
  return new AppError('INVALID', { field: 'file', message });
}
