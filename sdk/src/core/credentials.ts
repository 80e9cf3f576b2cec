import { type LyceumError } from './error.js';
import { newKey } from './ids.js';
import type { LinkAuth } from './link.js';
import type { ClientOptions } from './options.js';
import type { ClientStorage } from './surroundings.js';

const DEVICE = 'lyceum:device';
const GUEST = 'lyceum:guest';

/** Who the client says it is. */
export class Credentials {
  /** Tells this device apart from the person's others: the same after a reload, where it can be kept. */
  readonly deviceId: string;
  private readonly guestKey: string | undefined;
  /** The token last shown to the server, on a connection or over HTTP. */
  private shown: string | undefined;

  constructor(private readonly options: ClientOptions) {
    const { accounts, token, guestName, storage } = options;
    this.deviceId = options.deviceId ?? kept(storage, DEVICE);
    const isGuest = accounts === undefined && token === undefined && guestName !== undefined;
    this.guestKey = isGuest ? kept(storage, GUEST) : undefined;
  }

  /** Whether the server did not take the token last shown; then the same one is not shown again. */
  async link(refused?: LyceumError): Promise<LinkAuth> {
    const token = await this.token(refused);
    const { deviceId, guestKey } = this;
    return {
      dialect: 'lyceum',
      deviceId,
      ...(token === undefined ? {} : { token }),
      ...(guestKey === undefined ? {} : { guestKey }),
    };
  }

  /** A token for a connection whose own is about to expire; undefined where there is none but that. */
  async renewed(): Promise<string | undefined> {
    const before = this.shown;
    const { accounts } = this.options;
    const token = accounts === undefined ? await this.token() : await accounts.token(before);
    this.shown = token;
    return token === before ? undefined : token;
  }

  /** Undefined for guests. Rejects with what the server said where there is no other token than the one it refused. */
  async token(refused?: LyceumError): Promise<string | undefined> {
    const { accounts, token: source } = this.options;
    const before = this.shown;
    const token = await (accounts === undefined
      ? typeof source === 'function'
        ? source()
        : source
      : accounts.token(refused === undefined ? undefined : before));
    if (refused !== undefined && token === before) throw refused;
    this.shown = token;
    return token;
  }
}

/** What was made up once, and is the same after a reload where it can be kept. */
function kept(storage: ClientStorage | undefined, name: string): string {
  const known = storage?.getItem(name);
  if (known !== undefined && known !== null && known !== '') return known;
  const made = newKey();
  storage?.setItem(name, made);
  return made;
}

/** The page's own origin, where there is one. */
export function addressOf(url: string | undefined): string {
  const address = url ?? (globalThis as { location?: Location }).location?.origin;
  if (address === undefined) throw new TypeError('Give the url of the gateway.');
  return address.replace(/\/+$/, '');
}
