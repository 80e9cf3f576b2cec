import { RawClient, type Endpoint, type RawOptions } from '../../support/raw-client.js';
import type { JsonObject } from '../../support/inbox.js';

export interface Participant {
  client: RawClient;
  code: string;
}

/** Connects and creates a session, as a participant under that name. */
export async function createSession(gateway: Endpoint, userName: string): Promise<Participant> {
  const client = await RawClient.connect(gateway);
  client.send({ type: 'create', userName });
  const code = (await client.next('created')).sessionCode as string;
  await client.next('joined');
  return { client, code };
}

/** Connects and joins; resolves when `joined` has come. */
export async function joinSession(
  gateway: Endpoint,
  code: string,
  userName: string,
  options: RawOptions = {},
  more: JsonObject = {},
): Promise<RawClient> {
  const client = await RawClient.connect(gateway, '/', options);
  client.send({ type: 'join', sessionCode: code, userName, ...more });
  await client.next('joined');
  return client;
}

/** Fields that the contract allows beside the seed's. */
export function extras(code: string): { sessionCode: string } {
  return { sessionCode: code };
}
