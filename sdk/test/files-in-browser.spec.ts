import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { register } from '../../test/support/accounts.js';
import { Chromium } from '../../test/support/chromium.js';
import { describeWith } from '../../test/support/describe-with.js';
import { startGateway, type Gateway } from '../../test/support/gateway.js';
import { ROOMY } from '../../test/contract/settings.js';
import type * as Lyceum from '../src/index.js';
import { CallSite } from './call-page.js';

const START_MS = 180_000;
const BYTES = 3_000_000;

describeWith(['chromium'], 'files from a browser', () => {
  let gateway: Gateway;
  let site: CallSite;
  let chromium: Chromium;

  beforeAll(async () => {
    site = await CallSite.start();
    gateway = await startGateway({
      env: { ...ROOMY, FILE_QUOTA_BYTES: String(4_000_000) },
    });
    chromium = await Chromium.start();
  }, START_MS);
  afterEach(() => chromium.closeAll());
  afterAll(async () => {
    await chromium.stop();
    await gateway.stop();
    await site.stop();
  });

  it('tell how far they are, with a token that had to be renewed, and why they are refused', async () => {
    const account = await register(gateway);
    const page = await chromium.open(site.url);
    const session = await page.context().newCDPSession(page);
    // Slow enough that there is something to tell.
    const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2_000_000 };
    await session.send('Network.emulateNetworkConditions', conditions);
    const told = await page.evaluate(
      async ([url, token, app, size]) => {
        const { createClient } = (await import(app)) as typeof Lyceum;
        const tokens = ['an old one', token];
        const { files } = createClient({ url, token: () => tokens.shift() ?? token });
        const progress: number[] = [];
        const content = new Blob([new Uint8Array(size)]);
        const file = await files.upload(content, { name: 'zeros.bin', onProgress: (sent) => progress.push(sent) });
        const link = await files.link(file.id);
        const fetched = await (await fetch(link.url)).arrayBuffer();
        const codeOf = (upload: Promise<unknown>) => upload.then(String, (error: unknown) => (error as { code: string }).code);
        const refused = await codeOf(files.upload(content));
        const stop = new AbortController();
        const given = codeOf(files.upload(new Blob(['x']), { signal: stop.signal }));
        stop.abort();
        return { file, progress, fetched: fetched.byteLength, refused, given: await given };
      },
      [gateway.httpUrl, account.token, `${site.url}app.js`, BYTES] as const,
    );
    expect(told).toMatchObject({
      file: { name: 'zeros.bin', size: BYTES },
      fetched: BYTES,
      refused: 'QUOTA_EXCEEDED',
      given: 'ABORTED',
    });
    expect(told.progress[0]).toBe(0);
    expect(told.progress.at(-1)).toBe(BYTES);
    expect(told.progress.some((sent) => sent > 0 && sent < BYTES)).toBe(true);
  });
});
