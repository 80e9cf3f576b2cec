import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Chromium } from '../support/chromium.js';
import type { Endpoint } from '../support/raw-client.js';

/** The playground as people use it: by its labels. */
export class Playground {
  private constructor(readonly page: Page) {}

  static async open(chromium: Chromium, gateway: Endpoint, device?: BrowserContextOptions): Promise<Playground> {
    const page = await chromium.open(`${gateway.httpUrl}/test`, device);
    await page.getByRole('heading', { name: 'Playground', level: 1 }).waitFor();
    return new Playground(page);
  }

  client(name: string): PlaygroundClient {
    return new PlaygroundClient(this.page, this.page.getByRole('region', { name: `Connection of ${name}` }));
  }

  async addClient(name: string): Promise<PlaygroundClient> {
    await this.page.getByRole('button', { name: 'Add a connection' }).click();
    return this.client(name);
  }

  async checks(): Promise<void> {
    await this.page.getByRole('tab', { name: 'Self-check' }).click();
  }

  /** The check of that dialect. */
  check(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }
}

/** One of its connections. */
export class PlaygroundClient {
  constructor(
    private readonly page: Page,
    readonly panel: Locator,
  ) {}

  /** Connects in that dialect, as whoever connects there by default. */
  async connect(dialect: string, transport?: string): Promise<void> {
    await this.panel.getByLabel('Dialect', { exact: true }).selectOption(dialect);
    if (transport !== undefined) await this.panel.getByLabel('Transport').selectOption(transport);
    await this.panel.getByRole('button', { name: 'Connect', exact: true }).click();
    await this.panel.getByRole('status').getByText('Connected', { exact: true }).waitFor();
  }

  async choose(example: string): Promise<void> {
    await this.panel.getByLabel('Example').selectOption({ label: example });
  }

  async send(example: string): Promise<void> {
    await this.choose(example);
    await this.panel.getByRole('button', { name: 'Send', exact: true }).click();
  }

  get editor(): Locator {
    return this.panel.getByRole('form', { name: 'Send a frame' }).getByLabel(/as JSON$/);
  }

  /** What went over its wire, the newest first. */
  get log(): Locator {
    return this.panel.getByRole('list').getByRole('listitem');
  }

  /** The frame whose row has this in it. */
  frame(text: string | RegExp): Locator {
    return this.log.filter({ hasText: text }).first();
  }

  /** The program that sends what stands in the editor, in that language. */
  async code(language: string): Promise<string> {
    await this.panel.getByRole('button', { name: 'Copy as code' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Copy as code' });
    await dialog.getByRole('radio', { name: language }).click();
    const code = await dialog.getByLabel(language, { exact: true }).and(this.page.locator('pre')).innerText();
    await dialog.getByRole('button', { name: 'Close' }).click();
    return code;
  }
}
