import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { readUploadForm } from './upload-form.js';

/** A request as Node hands it over. */
function requestOf(): PassThrough & IncomingMessage {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  return Object.assign(new PassThrough(), { headers, complete: false }) as unknown as PassThrough & IncomingMessage;
}

describe('readUploadForm', () => {
  it('waits for nothing of a request that was broken off before it is read', async () => {
    const request = requestOf();
    const closed = new Promise((resolve) => request.once('close', resolve));
    request.destroy();
    await closed;
    const take = jest.fn<() => Promise<void>>();

    const reading = readUploadForm(request, take, new AbortController().signal);

    await expect(reading).rejects.toMatchObject({ code: 'INVALID', message: 'The upload broke off.' });
    expect(take).not.toHaveBeenCalled();
  });
});
