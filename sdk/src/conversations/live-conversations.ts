import type {
  Conversation,
  ConversationPage,
  Message,
  Room as RoomDetails,
  Unread,
  UserTarget,
} from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import { Pages } from '../core/pages.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import { samePerson } from '../rooms/same-person.js';
import type { Conversations, ConversationsState } from './conversations.js';

const EMPTY: ConversationsState = {
  conversations: [],
  unread: 0,
  loaded: false,
  loading: false,
  hasMore: false,
  error: undefined,
};
/** Pages that are looked through for the conversation with one person. */
const PAGES = 10;

/** The list, loaded over HTTP and kept up to date from facts. */
export class LiveConversations extends Cell<ConversationsState> implements Conversations {
  private readonly pages: Pages;
  private readonly learning = new Set<string>();

  constructor(private readonly wire: Wire) {
    super(EMPTY);
    this.pages = new Pages(wire, (before) => this.page(before));
    wire.on('chat:message', (message) => this.hear(message));
    for (const fact of ['chat:edited', 'chat:deleted', 'chat:pinned'] as const) wire.on(fact, (message) => this.change(message));
    wire.on('chat:unread', (unread) => this.count(unread));
    wire.on('rooms:updated', ({ room }) => this.put(room.id, (one) => ({ ...one, room })));
    wire.on('rooms:closed', ({ room }) => this.remove(room.id));
    wire.on('rooms:left', ({ room, user, reason }) => {
      if (user.id === wire.me.get()?.id && reason !== 'disconnected' && reason !== 'replaced') this.remove(room.id);
    });
  }

  protected override subscribed(): void {
    this.pages.want();
  }

  load(): Promise<void> {
    return this.pages.first();
  }

  loadMore(): Promise<void> {
    return this.pages.more();
  }

  /** The room of the two, if they have one. */
  async roomWith(person: UserTarget): Promise<RoomDetails | undefined> {
    if (this.isGuest) return undefined;
    if (!this.get().loaded) await this.load();
    for (let page = 0; page < PAGES; page += 1) {
      const found = this.get().conversations.find(({ room: { peer } }) => peer !== null && samePerson(person, peer));
      if (found !== undefined || !this.get().hasMore) return found?.room;
      await this.loadMore();
    }
    return undefined;
  }

  /** Brings a room into the list that is not there yet. */
  learn(roomId: string): void {
    if (!this.get().loaded || this.isGuest || this.learning.has(roomId) || this.find(roomId) !== undefined) return;
    this.learning.add(roomId);
    void this.ask(roomId)
      .then((conversation) => this.show([conversation, ...this.without(roomId)]))
      .catch((error: unknown) => this.wire.logger.debug('A conversation could not be loaded', error))
      .finally(() => this.learning.delete(roomId));
  }

  private async ask(roomId: string): Promise<Conversation> {
    const room = { id: roomId };
    const [{ room: details }, unread, { messages }] = await Promise.all([
      this.wire.request('rooms:get', { room }),
      this.wire.request('chat:unread', { room }),
      this.wire.request('chat:history', { room, limit: 1 }),
    ]);
    const { unread: count = 0, mentions = 0, readSeq = 0, lastSeq = 0 } = unread.rooms[0] ?? {};
    return { room: details, lastMessage: messages[0] ?? null, unread: count, mentions, readSeq, lastSeq };
  }

  private async page(before: string | undefined): Promise<void> {
    // Loaded as soon as it is known who we are.
    if (this.wire.me.get() === undefined) return;
    if (this.isGuest) {
      this.patch({ loaded: true });
      return;
    }
    this.patch({ loading: true });
    try {
      const page = await this.wire.http.json<ConversationPage>('/api/conversations', { query: { before } });
      this.pages.cursor = page.cursor;
      const ids = new Set(page.conversations.map(({ room }) => room.id));
      const others = this.get().conversations.filter(({ room }) => !ids.has(room.id));
      // Of the first page: what was loaded beyond it stays until it is loaded anew.
      const kept = before === undefined && !page.hasMore ? [] : others;
      this.show(before === undefined ? [...page.conversations, ...kept] : [...kept, ...page.conversations]);
      this.patch({ loaded: true, loading: false, hasMore: page.hasMore, error: undefined });
    } catch (thrown) {
      this.patch({ loading: false, error: LyceumError.from(thrown) });
      throw thrown;
    }
  }

  /** What is said brings its room to the front. */
  private hear(message: Message): void {
    const known = this.find(message.room.id);
    if (known === undefined) {
      this.learn(message.room.id);
      return;
    }
    if (message.seq <= (known.lastMessage?.seq ?? 0)) return;
    const meId = this.wire.me.get()?.id ?? '';
    const isNews = message.seq > Math.max(known.lastSeq, known.readSeq) && message.sender.id !== meId;
    const conversation = {
      ...known,
      lastMessage: message,
      lastSeq: Math.max(known.lastSeq, message.seq),
      unread: known.unread + (isNews ? 1 : 0),
      mentions: known.mentions + (isNews && message.mentions.includes(meId) ? 1 : 0),
    };
    this.show([conversation, ...this.without(message.room.id)]);
  }

  private change(message: Message): void {
    this.put(message.room.id, (one) =>
      one.lastMessage?.id === message.id && one.lastMessage.revisionSeq < message.revisionSeq
        ? { ...one, lastMessage: message, lastSeq: Math.max(one.lastSeq, message.revisionSeq) }
        : one,
    );
  }

  /** Absolute numbers; those of before what is known are late. */
  private count(unread: Unread): void {
    const known = this.find(unread.room.id);
    if (known === undefined) {
      this.learn(unread.room.id);
      return;
    }
    if (unread.lastSeq < known.lastSeq || unread.readSeq < known.readSeq) return;
    const { unread: count, mentions, readSeq, lastSeq } = unread;
    this.put(unread.room.id, (one) => ({ ...one, unread: count, mentions, readSeq, lastSeq }));
    if (lastSeq > (known.lastMessage?.revisionSeq ?? 0)) void this.fetchLast(unread.room.id);
  }

  /** Rooms that are not joined tell that something was said, not what. */
  private async fetchLast(roomId: string): Promise<void> {
    if (this.learning.has(roomId)) return;
    this.learning.add(roomId);
    try {
      const { messages } = await this.wire.request('chat:history', { room: { id: roomId }, limit: 1 });
      const [last] = messages;
      const known = this.find(roomId);
      if (last === undefined || known === undefined || last.seq < (known.lastMessage?.seq ?? 0)) return;
      const conversation = { ...known, lastMessage: last };
      this.show(last.id === known.lastMessage?.id ? this.with(conversation) : [conversation, ...this.without(roomId)]);
    } catch (error) {
      this.wire.logger.debug('The last message could not be loaded', error);
    } finally {
      this.learning.delete(roomId);
    }
  }

  private get isGuest(): boolean {
    return this.wire.me.get()?.guest === true;
  }

  private find(roomId: string): Conversation | undefined {
    return this.get().conversations.find(({ room }) => room.id === roomId);
  }

  private without(roomId: string): Conversation[] {
    return this.get().conversations.filter(({ room }) => room.id !== roomId);
  }

  private with(conversation: Conversation): Conversation[] {
    return this.get().conversations.map((one) => (one.room.id === conversation.room.id ? conversation : one));
  }

  private put(roomId: string, change: (one: Conversation) => Conversation): void {
    const known = this.find(roomId);
    if (known === undefined) return;
    const after = change(known);
    if (after !== known) this.show(this.with(after));
  }

  private remove(roomId: string): void {
    if (this.find(roomId) !== undefined) this.show(this.without(roomId));
  }

  private show(conversations: readonly Conversation[]): void {
    this.patch({ conversations, unread: conversations.reduce((sum, { unread }) => sum + unread, 0) });
  }
}
