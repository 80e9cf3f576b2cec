import { networkOf } from '../../common/index.js';

/** Share of a second's connections that is left to networks that have connected little. */
const RESERVE = 0.2;
/** What is little: up to such a share of the rate within one second. */
const MODEST_SHARE = 0.1;
const SECOND_MS = 1_000;

/**
 * How many connections a second are begun: so many at once, and as many more each second. Whoever comes in vain comes again, so that a
 * storm is spread over time, and those who are here don't feel it. A network that opens and closes without end can't use it all up: the last
 * of it is for the others.
 */
export class ConnectRate {
  private tokens: number;
  private filledAt: number;
  private secondBegan: number;
  /** Connections of this second, by network. */
  private ofNetwork = new Map<string, number>();

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = perSecond;
    this.filledAt = this.secondBegan = now();
  }

  /** Counts one connection from the address; false: not now. */
  admit(address: string): boolean {
    this.fill();
    const network = networkOf(address);
    const own = this.ofNetwork.get(network) ?? 0;
    const isModest = own < Math.max(1, this.perSecond * MODEST_SHARE);
    if (this.tokens < (isModest ? 1 : 1 + this.perSecond * RESERVE)) return false;
    this.tokens -= 1;
    this.ofNetwork.set(network, own + 1);
    return true;
  }

  private fill(): void {
    const now = this.now();
    this.tokens = Math.min(this.perSecond, this.tokens + ((now - this.filledAt) / SECOND_MS) * this.perSecond);
    this.filledAt = now;
    if (now - this.secondBegan < SECOND_MS) return;
    this.secondBegan = now;
    this.ofNetwork = new Map();
  }
}
