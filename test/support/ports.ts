import { createServer, type AddressInfo } from 'node:net';

/** A port of 127.0.0.1 that nobody listens on right now. Another process may take it: prefer port 0 where a server can say what it got. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
