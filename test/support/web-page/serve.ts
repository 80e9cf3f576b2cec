import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const FILES: Readonly<Record<string, readonly [path: string, type: string]>> = {
  '/': ['test/support/web-page/call.html', 'text/html; charset=utf-8'],
  '/call.js': ['test/support/web-page/call.js', 'text/javascript; charset=utf-8'],
  '/socket.io.js': ['node_modules/socket.io-client/dist/socket.io.min.js', 'text/javascript; charset=utf-8'],
};

/** A web site of its own origin, as an app's is, with the page of a call. */
export interface WebSite {
  readonly url: string;
  stop(): Promise<void>;
}

export async function serveCallPage(): Promise<WebSite> {
  const server = createServer((request, response) => {
    const file = FILES[request.url ?? ''];
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [path, type] = file;
    readFile(join(process.cwd(), path)).then(
      (content) => response.writeHead(200, { 'content-type': type }).end(content),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    // A browser gives a camera to pages of 127.0.0.1 without TLS.
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
