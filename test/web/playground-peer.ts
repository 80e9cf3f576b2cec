import { register } from '../support/accounts.js';
import type { Endpoint } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';

/** Somebody in the chat room with a client of their own, not in a browser. */
export async function connectPerson(gateway: Endpoint): Promise<SocketClient> {
  const { token } = await register(gateway, 'ben');
  return SocketClient.connect(gateway, { auth: { token } });
}
