/** What the model knows of a message. */
export interface Said {
  readonly seq: number;
  readonly sender: string;
  readonly clientId: string | null;
  /** As it was sent; what a repeat is compared with. */
  readonly sentText: string;
  /** The server's name for it. */
  readonly id: string;
  text: string;
  revisionSeq: number;
  isDeleted: boolean;
  /** By emoji, in the order of their first use, who reacted so. */
  readonly reactions: Map<string, string[]>;
}

export type Role = 'owner' | 'moderator' | 'member';

export interface Membership {
  role: Role;
  isMuted: boolean;
  readSeq: number;
}

/** From after which number on a device hears a room, and up to which; undefined while it still does. */
export interface Listening {
  readonly afterSeq: number;
  untilSeq: number | undefined;
}

const RANK: Readonly<Record<Role, number>> = { owner: 3, moderator: 2, member: 1 };

/** One room, as it must be. */
export class RoomState {
  /** In the order in which they came. */
  readonly members = new Map<string, Membership>();
  readonly banned = new Set<string>();
  readonly said: Said[] = [];
  lastSeq = 0;

  constructor(readonly key: string) {}

  nextSeq(): number {
    this.lastSeq += 1;
    return this.lastSeq;
  }

  /** Why the person may not read what members read: to them, who is banned is a stranger. */
  refusalToRead(person: string): 'NOT_A_MEMBER' | undefined {
    return this.members.has(person) ? undefined : 'NOT_A_MEMBER';
  }

  /** Why the person may not do what members do. */
  refusalOf(person: string): 'BANNED' | 'NOT_A_MEMBER' | undefined {
    if (this.banned.has(person)) return 'BANNED';
    return this.members.has(person) ? undefined : 'NOT_A_MEMBER';
  }

  enter(person: string): Membership {
    const membership = this.members.get(person) ?? {
      role: this.members.size === 0 ? ('owner' as const) : ('member' as const),
      isMuted: false,
      // What was said before somebody came is nothing that they missed.
      readSeq: this.lastSeq,
    };
    this.members.set(person, membership);
    return membership;
  }

  /** How far the person is, who is a member: others' messages past their mark that are not deleted. */
  unreadOf(person: string): { readSeq: number; unread: number; lastSeq: number } {
    const readSeq = this.members.get(person)?.readSeq ?? 0;
    const unread = this.said.filter((said) => said.seq > readSeq && said.sender !== person && !said.isDeleted).length;
    return { readSeq, unread, lastSeq: this.lastSeq };
  }

  /** Where the owner goes, the longest-standing moderator, else member, takes their place. */
  remove(person: string): void {
    const wasOwner = this.members.get(person)?.role === 'owner';
    this.members.delete(person);
    if (!wasOwner) return;
    const rest = [...this.members.values()];
    const heir = rest.find(({ role }) => role === 'moderator') ?? rest[0];
    if (heir !== undefined) Object.assign(heir, { role: 'owner', isMuted: false });
  }

  /** Who is more than a member may do it to those who are less than they. */
  mayModerate(person: string, target: string): boolean {
    const rank = this.rankOf(person);
    return rank >= RANK.moderator && rank > this.rankOf(target);
  }

  /** What `chat:sync` and `chat:history` tell of it, in the order of `order`. */
  shown(order: 'seq' | 'revisionSeq'): { seq: number; revisionSeq: number; text: string }[] {
    return this.said
      .map(({ seq, revisionSeq, text }) => ({ seq, revisionSeq, text }))
      .toSorted((one, other) => one[order] - other[order]);
  }

  private rankOf(person: string): number {
    const role = this.members.get(person)?.role;
    return role === undefined ? 0 : RANK[role];
  }
}

/** What one device may have heard. */
export class DeviceState {
  /** By the room's key; the last one may still go on. */
  readonly listenings = new Map<string, Listening[]>();

  constructor(readonly person: string) {}

  hears(room: RoomState): boolean {
    const last = this.listenings.get(room.key)?.at(-1);
    return last !== undefined && last.untilSeq === undefined;
  }

  begin(room: RoomState): void {
    if (this.hears(room)) return;
    const before = this.listenings.get(room.key) ?? [];
    this.listenings.set(room.key, [...before, { afterSeq: room.lastSeq, untilSeq: undefined }]);
  }

  end(room: RoomState): void {
    const last = this.listenings.get(room.key)?.at(-1);
    if (last !== undefined) last.untilSeq ??= room.lastSeq;
  }

  /** Whoever went while something was said may have heard that, too. */
  mayHaveHeard(room: RoomState): void {
    const last = this.listenings.get(room.key)?.at(-1);
    if (last?.untilSeq !== undefined) last.untilSeq = room.lastSeq;
  }
}

/** The whole of it. */
export class ChatState {
  readonly rooms: readonly RoomState[];
  /** By the place of the device; anew when it comes back. */
  readonly devices: DeviceState[];

  constructor(
    roomKeys: readonly string[],
    readonly people: readonly string[],
    ownersOfDevices: readonly string[],
  ) {
    this.rooms = roomKeys.map((key) => new RoomState(key));
    this.devices = ownersOfDevices.map((person) => new DeviceState(person));
  }

  /** Nothing of the room reaches any of the person's devices from now on. */
  endAll(room: RoomState, person: string): void {
    for (const device of this.devices) if (device.person === person) device.end(room);
  }
}
