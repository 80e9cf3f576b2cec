import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BuiltClient, vite } from './built-client.js';

const PAGE = '<!doctype html><meta charset="utf-8"><title>Call</title><body>';
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript; charset=utf-8', map: 'application/json' };

/** A web site of its own with the built client as `/app.js`, bundled as an app's bundler would. */
export class CallSite {
  private constructor(
    readonly url: string,
    /** What was asked of it, in order. */
    readonly asked: readonly string[],
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<CallSite> {
    const client = await BuiltClient.build();
    const folder = client.path('app');
    await mkdir(folder);
    await writeFile(join(folder, 'entry.js'), `export * from '../built/index.js';`);
    const config = { root: folder, logLevel: 'silent', build: { lib: { entry: 'entry.js', formats: ['es'], fileName: 'app' } } };
    await writeFile(join(folder, 'vite.config.mjs'), `export default ${JSON.stringify(config)};`);
    await vite('--config', join(folder, 'vite.config.mjs'));
    const asked: string[] = [];
    const server = createServer(({ url = '/' }, response) => {
      asked.push(url);
      if (url === '/') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE);
        return;
      }
      readFile(join(folder, 'dist', url)).then(
        (content) => response.writeHead(200, { 'content-type': TYPES[url.split('.').at(-1) ?? ''] ?? 'text/plain' }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    // A browser gives a camera to pages of 127.0.0.1 without TLS.
    return new CallSite(`http://127.0.0.1:${port}/`, asked, async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      client.remove();
    });
  }
}
