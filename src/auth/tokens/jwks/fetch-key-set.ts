import type { JSONWebKeySet } from 'jose';

const TIMEOUT_MS = 3_000;

/** Issuers publish a handful of keys, about 500 bytes each. */
const MAX_BYTES = 256 * 1024;

/** Asks an issuer for its public keys, once. Rejects when it answers late, too much, something else, or sends us elsewhere. */
export async function fetchKeySet(url: string): Promise<JSONWebKeySet> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    // The address was chosen with care; whoever can redirect it should not choose another.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`It answered ${response.status}`);
  }
  const keySet: unknown = JSON.parse(await boundedText(response));
  if (!isKeySet(keySet)) throw new Error('It answered no key set');
  return keySet;
}

async function boundedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`It answered more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** An empty set is taken for a fault: nobody could sign in, and the keys of before are better. */
function isKeySet(value: unknown): value is JSONWebKeySet {
  if (typeof value !== 'object' || value === null || !('keys' in value)) return false;
  const { keys } = value;
  return Array.isArray(keys) && keys.length > 0 && keys.every((key) => typeof key === 'object' && key !== null);
}
