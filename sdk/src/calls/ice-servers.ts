import type { IceServer } from '../../../src/protocol/index.js';
import type { Wire } from '../core/wire.js';

/** Credentials that end so soon may end before they are used. */
const SPARE_MS = 60_000;
/** Without credentials they change only when the server's settings do. */
const KEPT_MS = 10 * 60_000;

/** The servers by which browsers find a way to each other; asked for anew before their credentials end. */
export class IceServers {
  private servers: IceServer[] = [];
  private goodUntil = 0;
  private asking: Promise<IceServer[]> | undefined;

  constructor(private readonly wire: Wire) {}

  known(): IceServer[] {
    return this.servers;
  }

  /** Those of before where the gateway can't be asked: without any two browsers in one network find each other all the same. */
  async get(): Promise<IceServer[]> {
    if (Date.now() < this.goodUntil) return this.servers;
    return (this.asking ??= this.ask().finally(() => (this.asking = undefined)));
  }

  private async ask(): Promise<IceServer[]> {
    try {
      const { iceServers, expiresAt } = await this.wire.request('calls:ice-servers', {});
      this.servers = iceServers;
      this.goodUntil = expiresAt === null ? Date.now() + KEPT_MS : Date.parse(expiresAt) - SPARE_MS;
    } catch (error) {
      this.wire.logger.warn('The servers that help media through networks could not be asked for', error);
    }
    return this.servers;
  }
}
