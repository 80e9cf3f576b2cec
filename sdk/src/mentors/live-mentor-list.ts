import { MENTORS_LIMIT, type MentorStatus } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import { Cell, type Store } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import { inOrder, matches } from './mentor-order.js';
import type { MentorFilter, MentorList } from './mentors.js';

/** So many pages of mentors are shown; who has more of them asks by subject. */
const PAGES = 10;

/** The mentors of one filter. */
export class LiveMentorList implements Store<MentorList> {
  private readonly shown = new Cell<MentorList>({ mentors: [], loaded: false, error: undefined });
  private statuses = new Map<string, MentorStatus>();
  /** What was heard while the list is on its way, and may be newer than it. */
  private heard: MentorStatus[] | undefined;
  private listeners = 0;
  private turn = 0;

  constructor(
    private readonly wire: Wire,
    private readonly filter: MentorFilter,
    private readonly looked: () => void,
  ) {}

  readonly get = (): MentorList => this.shown.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners += 1;
    const unsubscribe = this.shown.subscribe(listener);
    if (this.listeners === 1) {
      this.looked();
      void this.load();
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      unsubscribe();
      this.listeners -= 1;
      if (this.listeners === 0) this.looked();
    };
  };

  get isWatched(): boolean {
    return this.listeners > 0;
  }

  async load(): Promise<void> {
    if (this.wire.connection.get().state !== 'connected') return;
    this.turn += 1;
    const { turn } = this;
    this.heard = [];
    try {
      const statuses = await this.all();
      if (turn !== this.turn) return;
      this.statuses = new Map(statuses.map((status) => [status.mentor.id, status]));
      for (const status of this.heard) this.take(status);
      this.heard = undefined;
      this.shown.set({ mentors: inOrder(this.statuses.values()), loaded: true, error: undefined });
    } catch (thrown) {
      if (turn === this.turn) this.shown.patch({ error: LyceumError.from(thrown) });
    }
  }

  hear(status: MentorStatus): void {
    this.heard?.push(status);
    const before = this.statuses.get(status.mentor.id);
    this.take(status);
    if (before !== this.statuses.get(status.mentor.id)) this.shown.patch({ mentors: inOrder(this.statuses.values()) });
  }

  private take(status: MentorStatus): void {
    if (matches(this.filter, status)) this.statuses.set(status.mentor.id, status);
    else this.statuses.delete(status.mentor.id);
  }

  private async all(): Promise<MentorStatus[]> {
    const statuses: MentorStatus[] = [];
    let after: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const request = { ...this.filter, watch: true, limit: MENTORS_LIMIT, ...(after === undefined ? {} : { after }) };
      const { mentors, cursor } = await this.wire.request('mentors:list', request);
      statuses.push(...mentors);
      if (cursor === null) break;
      after = cursor;
    }
    return statuses;
  }
}
