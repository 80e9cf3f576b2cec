/** Commands that were sent at once: when they were sent, when the last was answered (milliseconds of one clock), and what became of them. */
export interface Volley {
  readonly sent: number;
  readonly answered: number;
  readonly admitted: number;
  readonly refused: number;
}

/** One way in which things may stand: the window began between the two moments and has let so many through. */
interface Possibility {
  readonly begunAfter: number;
  readonly begunBefore: number;
  readonly admitted: number;
  /** Until then a node that has refused may go on without asking: it forgets later than the window ends, by as long as its answer took. */
  readonly lateUntil: number;
}

const NONE: Possibility = { begunAfter: -Infinity, begunBefore: -Infinity, admitted: 0, lateUntil: -Infinity };
/** Redis counts whole milliseconds, by a clock of its own. */
const CLOCKS_MS = 5;

/**
 * What a limit must let through and what it must refuse: so many points in a window that begins with the first. When each command was
 * counted nobody knows but that it was between its being sent and its being answered, so that all ways are kept in which what was seen
 * can have come about. What none of them explains is wrong, however slow the machine is.
 */
export class CountingWindow {
  private ways: readonly Possibility[] = [NONE];

  constructor(
    private readonly points: number,
    private readonly ms: number,
  ) {}

  /** Takes the volley in; false where the limit cannot have done that, and then nothing has changed. */
  explains(volley: Volley): boolean {
    const found = this.ways.flatMap((way) => this.after(way, volley));
    if (found.length === 0) return false;
    this.ways = [...new Map(found.map((way) => [JSON.stringify(way), way])).values()];
    return true;
  }

  /** Whether a node that refused before may refuse now without asking anybody. */
  mayStillRefuse(sent: number): boolean {
    return this.ways.some(({ lateUntil }) => sent <= lateUntil);
  }

  /** Whoever waits for longer than that finds a new window. */
  msLeft(now: number): number {
    return Math.max(0, ...this.ways.map((way) => Math.max(this.endOf(way).latest, way.lateUntil) - now));
  }

  private endOf({ begunAfter, begunBefore }: Possibility): { earliest: number; latest: number } {
    return { earliest: begunAfter + this.ms - CLOCKS_MS, latest: begunBefore + this.ms + CLOCKS_MS };
  }

  /** All ways in which it may stand when that volley is over. */
  private after(way: Possibility, volley: Volley): Possibility[] {
    const late = volley.sent <= way.lateUntil ? volley.refused : 0;
    return upTo(late).flatMap((refused) => this.counted(way, { ...volley, refused: volley.refused - refused }));
  }

  private counted(way: Possibility, volley: Volley): Possibility[] {
    const end = this.endOf(way);
    const splits = volley.sent <= end.latest ? this.within(way, volley, end.latest) : [{ way, rest: volley }];
    return splits.flatMap(({ way: stands, rest }) => {
      if (rest.admitted === 0) return rest.refused === 0 ? [stands] : [];
      // They were let through by another window, which begins with one of them, and no sooner than this one ends.
      const sent = Math.max(rest.sent, end.earliest);
      if (sent > rest.answered) return [];
      const next = { begunAfter: sent, begunBefore: rest.answered, admitted: 1, lateUntil: stands.lateUntil };
      return this.after(next, { ...rest, sent, admitted: rest.admitted - 1 });
    });
  }

  /** How many of them this window may have counted: it refuses only where it has let all through that it may. */
  private within(way: Possibility, volley: Volley, end: number): { way: Possibility; rest: Volley }[] {
    return upTo(Math.min(volley.admitted, this.points - way.admitted)).flatMap((through) => {
      const admitted = way.admitted + through;
      return upTo(admitted === this.points ? volley.refused : 0).map((refused) => ({
        way: { ...way, admitted, lateUntil: refused === 0 ? way.lateUntil : end + volley.answered - volley.sent },
        rest: { ...volley, admitted: volley.admitted - through, refused: volley.refused - refused },
      }));
    });
  }
}

function upTo(most: number): number[] {
  return Array.from({ length: most + 1 }, (_, count) => count);
}
