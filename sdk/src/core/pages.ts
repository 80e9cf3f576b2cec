import type { Wire } from './wire.js';

/** A list that is asked for page by page, one question at a time; its first page anew after each connect, once somebody wanted it. */
export class Pages {
  /** Where the next page begins; null after the last. */
  cursor: string | null = null;
  /** Whether anybody wants the list. */
  isWanted = false;
  private underWay: { readonly before: string | undefined; readonly done: Promise<void> } | undefined;

  /** @param ask gets the page before that cursor, or the first one, and sets `cursor`. */
  constructor(
    wire: Wire,
    private readonly ask: (before: string | undefined) => Promise<void>,
  ) {
    wire.onConnected(() => {
      if (this.isWanted) this.refresh();
    });
  }

  /** Somebody looks at the list. */
  want(): void {
    if (!this.isWanted) this.refresh();
  }

  /** Loads the first page. What fails is told by the list, and tried again after the next connect. */
  refresh(): void {
    void this.first().catch(() => undefined);
  }

  first(): Promise<void> {
    this.isWanted = true;
    return this.page(undefined);
  }

  async more(): Promise<void> {
    await this.underWay?.done;
    if (this.cursor !== null) await this.page(this.cursor);
  }

  /** Whoever asks for the same meanwhile waits for the same; for another page, until it is its turn. */
  private async page(before: string | undefined): Promise<void> {
    while (this.underWay !== undefined && this.underWay.before !== before) await this.underWay.done.catch(() => undefined);
    this.underWay ??= { before, done: this.ask(before).finally(() => (this.underWay = undefined)) };
    await this.underWay.done;
  }
}
