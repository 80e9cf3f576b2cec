import { isIP } from 'node:net';
import { EgressError } from './egress-error.js';

const LONGEST_URL = 2_048;
const LOWEST_FREE_PORT = 1_024;
/** Above those: where other protocols live that take an HTTP request for theirs, as browsers block them (Fetch, "port blocking"). */
const OTHER_PROTOCOLS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10_080,
]);

/** A URL that something may be sent to, as far as its text tells. */
export interface OutboundUrl {
  url: URL;
  isEncrypted: boolean;
  /** Name or address, as resolvers take it: without brackets. */
  host: string;
}

/** Throws `EgressError` of the kind `refused`. */
export function outboundUrl(text: string): OutboundUrl {
  if (text.length > LONGEST_URL || !URL.canParse(text)) throw refused('It is not a URL.');
  // The parser turns decimal, octal, hexadecimal and shortened IPv4 addresses into the one way to write them.
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused('It must begin with https://.');
  if (url.username !== '' || url.password !== '') throw refused('It must not contain a user name or password.');
  if (!isUsablePort(url.port)) throw refused(`Port ${url.port} is not for HTTP.`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '' || (isIP(host) === 0 && /[^a-z0-9._-]/i.test(host))) throw refused('It names no host.');
  return { url, isEncrypted: url.protocol === 'https:', host };
}

/** Empty: the scheme's own. */
function isUsablePort(port: string): boolean {
  const number = Number(port);
  return port === '' || number === 80 || number === 443 || (number >= LOWEST_FREE_PORT && !OTHER_PROTOCOLS.has(number));
}

function refused(message: string): EgressError {
  return new EgressError('refused', message);
}
