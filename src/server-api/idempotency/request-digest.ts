import { createHash } from 'node:crypto';

/** What makes two requests the same, whatever the order of their bodies' fields. */
export function requestDigest(method: string, url: string, body: unknown): Buffer {
  const request = JSON.stringify([method, url, body ?? null], inOrderOfKeys);
  return createHash('sha256').update(request).digest();
}

function inOrderOfKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
