import type { z } from 'zod';
import { listed, written } from './values.js';

const ALLOWED = 'a comma-separated list of origins such as https://app.example.com';

/** Origins a browser may come from, as browsers write them; `*` means any and is refused in production. */
export function origins(production: boolean): z.ZodType<'*' | string[], string> {
  return written(production ? `${ALLOWED}, and not * in production` : `* or ${ALLOWED}`, (text) => {
    const entries = listed(text);
    if (entries.includes('*')) return production ? undefined : '*';
    const found = entries.map(originOf);
    return found.every((origin) => origin !== undefined) ? [...new Set(found)] : undefined;
  });
}

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, origin, hostname } = new URL(text);
  // A `*` inside a host parses, but no browser's origin would ever equal it.
  return /^https?:$/.test(protocol) && !hostname.includes('*') ? origin : undefined;
}
