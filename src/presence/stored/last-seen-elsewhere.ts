/** Longer than another node takes to store it. */
const KEPT_MS = 5_000;
const PEOPLE = 100_000;

/** When people left other nodes, which store it: until they have, what is stored is older. */
export class LastSeenElsewhere {
  /** In the order in which they were noted. */
  private readonly moments = new Map<string, { readonly at: Date; readonly until: number }>();

  note(userId: string, at: Date): void {
    const now = performance.now();
    this.moments.delete(userId);
    this.moments.set(userId, { at, until: now + KEPT_MS });
    for (const [oldest, { until }] of this.moments) {
      if (until > now && this.moments.size <= PEOPLE) break;
      this.moments.delete(oldest);
    }
  }

  of(userId: string): Date | undefined {
    const moment = this.moments.get(userId);
    return moment !== undefined && moment.until > performance.now() ? moment.at : undefined;
  }
}
