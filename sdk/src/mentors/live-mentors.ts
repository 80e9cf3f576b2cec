import type { MentorStatus, OwnMentorStatus, SetMentorStatus } from '../../../src/protocol/index.js';
import { AskedCell } from '../core/asked-cell.js';
import type { Store } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import { LiveMentorList } from './live-mentor-list.js';
import type { MentorFilter, MentorList, Mentors } from './mentors.js';

/** Keeps lists of mentors up to date, as long as somebody looks at one. */
export class LiveMentors implements Mentors {
  readonly own = new AskedCell<OwnMentorStatus | undefined>(undefined, () => void this.askOwn());
  private readonly lists = new Map<string, LiveMentorList>();
  /** Whether the server tells this connection of changes. */
  private isTold = false;

  constructor(private readonly wire: Wire) {
    wire.onConnected(({ user }) => {
      this.isTold = false;
      for (const list of this.lists.values()) if (list.isWatched) void list.load();
      this.settle();
      if (user.role !== 'mentor') this.own.set(undefined);
      else if (this.own.isWanted) void this.askOwn();
    });
    wire.on('mentors:changed', (status) => this.hear(status));
  }

  watch({ subject, available }: MentorFilter = {}): Store<MentorList> {
    const filter = { ...(subject === undefined ? {} : { subject }), ...(available === undefined ? {} : { available }) };
    const key = JSON.stringify(filter);
    const list = this.lists.get(key) ?? new LiveMentorList(this.wire, filter, () => this.settle());
    this.lists.set(key, list);
    return list;
  }

  async set(wishes: SetMentorStatus): Promise<OwnMentorStatus> {
    const own = await this.wire.request('mentors:set', wishes);
    this.hear(own);
    return own;
  }

  private hear(status: MentorStatus | OwnMentorStatus): void {
    if ('chosen' in status && status.mentor.id === this.wire.me.get()?.id) this.own.set(status);
    for (const list of this.lists.values()) if (list.isWatched) list.hear(status);
  }

  private async askOwn(): Promise<void> {
    const { connection, me } = this.wire;
    if (connection.get().state !== 'connected' || me.get()?.role !== 'mentor') return;
    try {
      this.own.set(await this.wire.request('mentors:get', {}));
    } catch (error) {
      this.wire.logger.debug('One’s own mentor status could not be loaded', error);
    }
  }

  /** The lists ask to be told when they load; nobody looking, the server is spared. */
  private settle(): void {
    const isWatched = [...this.lists.values()].some((list) => list.isWatched);
    if (isWatched === this.isTold) return;
    this.isTold = isWatched;
    if (isWatched || this.wire.connection.get().state !== 'connected') return;
    this.wire.request('mentors:list', { watch: false, limit: 1 }).catch(() => undefined);
  }
}
