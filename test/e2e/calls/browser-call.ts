import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { register, type TestAccount } from '../../support/accounts.js';
import { STEP_MS, type Chromium } from '../../support/chromium.js';
import type { Endpoint } from '../../support/raw-client.js';
import { eventually } from '../../support/wait.js';

/** What `test/support/web-page/call.js` offers, as far as tests ask for it. */
interface CallPage {
  connect(url: string, token: string, iceTransportPolicy: string): Promise<void>;
  start(to: { username: string }): Promise<CallShown>;
  acceptIncoming(): Promise<CallShown>;
  resume(): Promise<CallShown>;
  end(): Promise<CallShown>;
  fact(name: string): Promise<Record<string, unknown>>;
  media(): Promise<Media>;
}

interface CallShown {
  id: string;
  state: string;
  endReason: string | null;
}

export interface Media {
  /** Pictures of the other that the browser has shown. */
  framesDecoded: number;
  /** `relay` where what it sends goes through a TURN server. */
  way: string | null;
  errors: string[];
}

declare global {
  interface Window {
    call: CallPage;
  }
}

/** A person with a tab, in which an app can call. */
export class Caller {
  private constructor(
    readonly account: TestAccount,
    readonly page: Page,
  ) {}

  static async register(gateway: Endpoint, chromium: Chromium, site: string, policy: 'all' | 'relay'): Promise<Caller> {
    return Caller.open(gateway, chromium, site, policy, await register(gateway));
  }

  static async open(
    gateway: Endpoint,
    chromium: Chromium,
    site: string,
    policy: 'all' | 'relay',
    account: TestAccount,
  ): Promise<Caller> {
    const page = await chromium.open(site);
    await page.evaluate(([url, token, way]) => window.call.connect(url, token, way), [
      gateway.httpUrl,
      account.token,
      policy,
    ] as const);
    return new Caller(account, page);
  }

  /** Calls the other, who accepts; gives the call's id. */
  async reach(other: Caller): Promise<string> {
    const [, { id }] = await Promise.all([
      this.page.evaluate((username) => window.call.start({ username }), other.account.username),
      other.page.evaluate(() => window.call.acceptIncoming()),
    ]);
    return id;
  }

  resume(): Promise<CallShown> {
    return this.page.evaluate(() => window.call.resume());
  }

  end(): Promise<CallShown> {
    return this.page.evaluate(() => window.call.end());
  }

  fact(name: string): Promise<Record<string, unknown>> {
    return this.page.evaluate((wanted) => window.call.fact(wanted), name);
  }

  media(): Promise<Media> {
    return this.page.evaluate(() => window.call.media());
  }

  /** Waits until pictures of the other come, and go on coming. */
  async sees(): Promise<Media> {
    const first = await this.mediaPast(0);
    return this.mediaPast(first.framesDecoded + 5);
  }

  private mediaPast(frames: number): Promise<Media> {
    return eventually(async () => {
      const media = await this.media();
      expect(media).toEqual({ framesDecoded: expect.any(Number), way: expect.any(String), errors: [] });
      expect(media.framesDecoded).toBeGreaterThan(frames);
      return media;
    }, STEP_MS);
  }
}
