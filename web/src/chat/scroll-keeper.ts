/** So near the end counts as there. */
const NEAR_PX = 48;

/** Where somebody is in a list of messages. */
export interface Place {
  readonly isAtEnd: boolean;
  /** The number of the last message in sight. */
  readonly lastSeq: number;
  /** How much there is above. */
  readonly above: number;
  /** How much there is below. */
  readonly below: number;
}

/**
 * Keeps what is read where it is, whatever is put above it or changes its size; who is at the end stays at the end. Browsers' own
 * anchoring does that in some of them only, and is switched off.
 */
export class ScrollKeeper {
  isAtEnd = true;
  private anchor: { readonly row: HTMLElement; readonly bottom: number } | undefined;
  private scrollTop = 0;

  constructor(
    private readonly scroller: HTMLElement,
    /** Its children are blocks of rows, in order; rows with a message are marked. */
    private readonly content: HTMLElement,
  ) {}

  /** The reader has scrolled, or we have. */
  note(): Place {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const below = scrollHeight - scrollTop - clientHeight;
    this.scrollTop = scrollTop;
    this.isAtEnd = below <= NEAR_PX;
    const { top, bottom } = this.scroller.getBoundingClientRect();
    const row = this.firstFrom(top);
    this.anchor = row === undefined ? undefined : { row, bottom: row.getBoundingClientRect().bottom };
    const last = this.lastUpTo(bottom + 1);
    return { isAtEnd: this.isAtEnd, lastSeq: Number(last?.dataset.seq ?? 0), above: scrollTop, below };
  }

  /** Something may have changed its size or its place. */
  restore(): Place {
    const { scroller, anchor } = this;
    if (this.isAtEnd) scroller.scrollTop = scroller.scrollHeight;
    else if (anchor?.row.isConnected === true) {
      // What the reader scrolled since was not noted yet, and is theirs.
      const moved = scroller.scrollTop - this.scrollTop;
      const shift = anchor.row.getBoundingClientRect().bottom - (anchor.bottom - moved);
      if (Math.abs(shift) >= 1) scroller.scrollTop += shift;
    }
    return this.note();
  }

  /** Where somebody comes in: at the end, or where they have stopped reading. */
  begin(): void {
    this.toEnd();
    const line = this.content.querySelector<HTMLElement>('[data-unread]');
    if (line !== null && line.getBoundingClientRect().top < this.scroller.getBoundingClientRect().top) this.toRow(line);
  }

  toEnd(): void {
    this.isAtEnd = true;
    this.restore();
  }

  /** Brings a row into sight, a third down. */
  toRow(row: HTMLElement): Place {
    const { scroller } = this;
    const offset = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += offset - scroller.clientHeight / 3;
    return this.note();
  }

  /** The row of that message, by its id. */
  find(messageId: string): HTMLElement | undefined {
    return this.content.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`) ?? undefined;
  }

  /** The first message that reaches below that line. */
  private firstFrom(line: number): HTMLElement | undefined {
    const blocks = this.content.children;
    for (let at = firstBelow(blocks, line); at < blocks.length; at += 1) {
      const rows = blocks[at]?.children ?? blocks;
      for (let index = firstBelow(rows, line); index < rows.length; index += 1) {
        const row = rows[index];
        if (isMessage(row)) return row;
      }
    }
    return undefined;
  }

  /** The last message that is above that line. */
  private lastUpTo(line: number): HTMLElement | undefined {
    const blocks = this.content.children;
    for (let at = Math.min(firstBelow(blocks, line), blocks.length - 1); at >= 0; at -= 1) {
      const rows = blocks[at]?.children ?? blocks;
      for (let index = firstBelow(rows, line) - 1; index >= 0; index -= 1) {
        const row = rows[index];
        if (isMessage(row)) return row;
      }
    }
    return undefined;
  }
}

/** Where the first of them is that reaches below that line: thousands can't be asked one by one with each frame. */
function firstBelow(elements: HTMLCollection, line: number): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((elements[middle]?.getBoundingClientRect().bottom ?? 0) > line) high = middle;
    else low = middle + 1;
  }
  return low;
}

function isMessage(row: Element | undefined): row is HTMLElement {
  return row instanceof HTMLElement && row.dataset.message !== undefined;
}
