import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { installed } from './installed-servers.js';
import { ServerProcess } from './processes.js';
import { freshDirectory } from './test-run.js';

const START_MS = 60_000;
/** For each thing that a page is asked to do: more than it takes where all processors are busy with other tests. */
export const STEP_MS = 30_000;

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--no-first-run',
  '--mute-audio',
  // A page nobody looks at must go on all the same.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // A camera and a microphone that any page may use, and calls to 127.0.0.1.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--remote-debugging-port=0',
];

/** Debian's Chromium without a window, on a profile of its own. */
export class Chromium {
  /** What tabs are in, each in one of its own; not the browser's first, which is the browser itself. */
  private readonly contexts = new Set<BrowserContext>();

  private constructor(
    private readonly server: ServerProcess,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<Chromium> {
    if (installed.chromium === undefined) throw new Error('Chromium is not installed here');
    const cwd = freshDirectory('chromium');
    // Its own process, so that it ends with the test whatever becomes of the connection to it.
    const server = new ServerProcess({
      name: 'chromium',
      command: installed.chromium,
      args: [...FLAGS, `--user-data-dir=${cwd}`, 'about:blank'],
      env: { PATH: process.env.PATH ?? '', HOME: cwd, XDG_CACHE_HOME: cwd, XDG_CONFIG_HOME: cwd },
      cwd,
    });
    try {
      const endpoint = await server.waitFor('ready', devToolsUrl, START_MS);
      return new Chromium(server, await chromium.connectOverCDP(endpoint, { timeout: START_MS }));
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  /** A tab that shares nothing with the others, on a device of its own. */
  async open(url: string, device: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext(device);
    this.contexts.add(context);
    context.setDefaultTimeout(STEP_MS);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /** Ends the tab's process, as the system does that runs out of memory: it says goodbye to nobody. */
  async crash(page: Page): Promise<void> {
    const crashed = page.waitForEvent('crash', { timeout: STEP_MS });
    const session = await page.context().newCDPSession(page);
    // Nothing is left that could answer.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await this.close(page.context());
  }

  /** All tabs, so that the next test finds the machine's processors free. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.contexts].map((context) => this.close(context)));
  }

  async stop(): Promise<void> {
    await this.browser.close().catch(() => undefined);
    await this.server.kill();
  }

  private async close(context: BrowserContext): Promise<void> {
    this.contexts.delete(context);
    await context.close();
  }
}

function devToolsUrl(output: string): string | undefined {
  return /DevTools listening on (ws:\S+)/.exec(output)?.[1];
}
