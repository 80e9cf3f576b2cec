import { WATCHED_AT_ONCE, type OwnPresence, type Presence, type SetPresence } from '../../../src/protocol/index.js';
import { Cell, type Store } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { PresenceMap, PresenceWatch } from './presence-watch.js';

/** Asked for together: a list of people comes on the screen in one go. */
const GATHER_MS = 20;

/** Keeps who is here, and has the server tell of those, and only those, whom somebody looks at. */
export class LivePresence implements PresenceWatch {
  readonly own: Store<OwnPresence | undefined>;
  private readonly known = new Cell<PresenceMap>(new Map());
  /** How many look at a person. */
  private readonly lookers = new Map<string, number>();
  /** Whom the server was asked about on this connection. */
  private asked = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly wire: Wire) {
    wire.on('presence:changed', (presence) => this.learn([presence]));
    wire.onConnected(() => {
      this.asked = new Set();
      this.gather();
    });
    this.own = this.watchMyself();
  }

  watch(userIds: readonly string[]): Store<PresenceMap> {
    const ids = [...new Set(userIds)];
    let seen: PresenceMap | undefined;
    let shown: PresenceMap = new Map();
    const get = (): PresenceMap => {
      const known = this.known.get();
      if (known === seen) return shown;
      seen = known;
      const now = new Map<string, Presence>();
      for (const id of ids) {
        const presence = known.get(id);
        if (presence !== undefined) now.set(id, presence);
      }
      if (now.size !== shown.size || [...now].some(([id, presence]) => shown.get(id) !== presence)) shown = now;
      return shown;
    };
    return { get, subscribe: (listener) => this.look(ids, listener) };
  }

  async set(choice: SetPresence): Promise<OwnPresence> {
    const own = await this.wire.request('presence:set', choice);
    this.learn([own]);
    return own;
  }

  private look(ids: readonly string[], listener: () => void): () => void {
    for (const id of ids) this.lookers.set(id, (this.lookers.get(id) ?? 0) + 1);
    this.gather();
    const unsubscribe = this.known.subscribe(listener);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      unsubscribe();
      for (const id of ids) {
        const left = (this.lookers.get(id) ?? 1) - 1;
        if (left === 0) this.lookers.delete(id);
        else this.lookers.set(id, left);
      }
      this.gather();
    };
  }

  private gather(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.ask();
    }, GATHER_MS);
  }

  private async ask(): Promise<void> {
    // Asked again after the connect.
    if (this.wire.connection.get().state !== 'connected' || this.wire.me.get()?.guest === true) return;
    const { asked } = this;
    const wanted = [...this.lookers.keys()].filter((id) => !asked.has(id));
    const unwanted = [...asked].filter((id) => !this.lookers.has(id));
    for (const id of wanted) asked.add(id);
    for (const id of unwanted) asked.delete(id);
    try {
      for (const users of pages(unwanted)) await this.wire.request('presence:unwatch', { users });
      for (const users of pages(wanted)) this.learn((await this.wire.request('presence:watch', { users })).users);
    } catch (error) {
      this.wire.logger.warn('Presence could not be watched', error);
      for (const id of wanted) asked.delete(id);
    }
  }

  private learn(people: readonly Presence[]): void {
    if (people.length === 0) return;
    const known = new Map(this.known.get());
    for (const presence of people) known.set(presence.user.id, presence);
    this.known.set(known);
  }

  /** Who we are is known after the first connect. */
  private watchMyself(): Store<OwnPresence | undefined> {
    const id = (): string | undefined => this.wire.me.get()?.id;
    return {
      get: () => this.known.get().get(id() ?? '') as OwnPresence | undefined,
      subscribe: (listener) => {
        let stop = (): void => undefined;
        const begin = (): void => {
          stop();
          const own = id();
          stop = own === undefined ? () => undefined : this.look([own], listener);
        };
        begin();
        const unsubscribe = this.wire.me.subscribe(begin);
        return () => {
          unsubscribe();
          stop();
        };
      },
    };
  }
}

function pages(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / WATCHED_AT_ONCE);
  return Array.from({ length: count }, (_, page) => ids.slice(page * WATCHED_AT_ONCE, (page + 1) * WATCHED_AT_ONCE));
}
