import { LyceumError } from '../core/error.js';
import { refusalOf } from '../core/fetch-http.js';
import type { Http } from '../core/http.js';
import { verdictOn } from '../core/refusal.js';

/** A form on its way. */
export interface FormRequest {
  readonly form: FormData;
  /** Bytes of what is in it. */
  readonly total: number;
  readonly onProgress: ((sent: number, total: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Posts a form, and tells how far it is where the platform does: `fetch` can't, `XMLHttpRequest` of browsers can. */
export async function postForm<T>(http: Http, path: string, request: FormRequest): Promise<T> {
  const { form, total, onProgress, signal } = request;
  if (signal?.aborted === true) throw aborted();
  onProgress?.(0, total);
  const answer = await (
    typeof XMLHttpRequest === 'function'
      ? postTwice<T>(http, path, request)
      : http.json<T>(path, { method: 'POST', body: form, ...(signal === undefined ? {} : { signal }) })
  ).catch((error: unknown) => {
    throw signal?.aborted === true ? aborted() : error;
  });
  onProgress?.(total, total);
  return answer;
}

/** Once more with another token, where the first had expired. */
async function postTwice<T>(http: Http, path: string, request: FormRequest): Promise<T> {
  try {
    return await post<T>(http, path, request);
  } catch (thrown) {
    if (verdictOn(LyceumError.from(thrown)) !== 'token') throw thrown;
    // The cheapest question that has the token renewed.
    await http.json('/api/auth/me');
    return post<T>(http, path, request);
  }
}

async function post<T>(http: Http, path: string, { form, total, onProgress, signal }: FormRequest): Promise<T> {
  const headers = await http.authorization();
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = (): void => xhr.abort();
    const end = (settle: () => void): void => {
      signal?.removeEventListener('abort', abort);
      settle();
    };
    xhr.open('POST', http.url + path);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded }) => {
      // The form's own lines are counted, too.
      onProgress?.(Math.min(loaded, total), total);
    };
    xhr.onload = () =>
      end(() => {
        const { status, responseText } = xhr;
        if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as T);
        else reject(refusalOf({ status, headers: new Headers() }, responseText));
      });
    xhr.onerror = () => end(() => reject(LyceumError.offline()));
    xhr.onabort = () => end(() => reject(aborted()));
    signal?.addEventListener('abort', abort);
    xhr.send(form);
  });
}

function aborted(): LyceumError {
  return new LyceumError({ code: 'ABORTED', message: 'The upload was given up.', retryable: true });
}
