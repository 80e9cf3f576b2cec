import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { User } from '../protocol/index.js';
import { ConnectionTable } from '../realtime/index.js';
import { SharedPresences } from './shared-presences.js';

const NOWHERE: readonly string[] = [];

/** Where a person is now. */
export interface Whereabouts {
  readonly user: User;
  /** Distinct devices they are here with, those that left within the grace among them; 0: none any more. */
  readonly devices: number;
  /** When the last device left; undefined while one is here. */
  readonly leftAt: Date | undefined;
  /** Whether they were on this node since they came. */
  readonly wasHere: boolean;
  /** Other nodes that they were on. */
  readonly nodes: readonly string[];
}

type Present = { -readonly [Field in keyof Whereabouts]: Whereabouts[Field] } & {
  /** Devices that are connected, as they were last counted. */
  connected: number;
  /** Nodes they were on, when they were looked for last; none where they were on this one. */
  onlyOn: readonly string[];
  /** When a device of theirs left last, in milliseconds since 1970. */
  deviceLeftAt: number;
};

const NOBODY: Omit<Present, 'user'> = {
  devices: 0,
  leftAt: undefined,
  wasHere: false,
  nodes: NOWHERE,
  connected: 0,
  onlyOn: NOWHERE,
  deviceLeftAt: 0,
};

export type PresenceListener = (whereabouts: Whereabouts) => void;

/**
 * Who is online, on whichever node: a person is while any device of theirs is connected, and for the grace after the last one left, so
 * that a reload shows nothing. Every node waits for itself, so that none has to outlive the grace of its people.
 */
@Injectable()
export class PresenceService implements OnModuleInit, OnModuleDestroy {
  private readonly online = new Map<string, Present>();
  /** One timer for each person whose last device left; none for those who are here. */
  private readonly graces = new Map<string, NodeJS.Timeout>();
  /** One for each person one of whose devices left. */
  private readonly recounts = new Map<string, NodeJS.Timeout>();
  private readonly listeners: PresenceListener[] = [];

  constructor(
    private readonly config: AppConfig,
    private readonly connections: ConnectionTable,
    private readonly shared: SharedPresences,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('ConnectionOpened', ({ user }) => {
      this.opened(user);
    });
    this.events.on('ConnectionClosed', ({ user }) => {
      this.review(user.id);
    });
    this.events.on('UserChanged', ({ user }) => {
      const present = this.online.get(user.id);
      if (present === undefined) return;
      present.user = user;
      this.show(present);
    });
    this.shared.onChange((userId) => {
      this.review(userId);
    });
  }

  onModuleDestroy(): void {
    for (const timer of [...this.graces.values(), ...this.recounts.values()]) clearTimeout(timer);
  }

  /** Everybody who is here or within the grace, on whichever node. */
  everybody(): Iterable<Whereabouts> {
    return this.online.values();
  }

  /** Whether this node is to do what must be done when they are gone: those that they were on do, or else one that is there. */
  isOurs({ wasHere, nodes }: Whereabouts): boolean {
    return wasHere || this.shared.actsFor(nodes);
  }

  /** Called for everybody who comes to be online, changes, or goes; in that order, at once. */
  onChange(listener: PresenceListener): void {
    this.listeners.push(listener);
  }

  private opened(user: User): void {
    const isNew = !this.online.has(user.id);
    this.review(user.id, user);
    if (isNew) this.events.emit('UserCameOnline', { user });
  }

  /** `user`: as they are on this node now. */
  private review(userId: string, user?: User): void {
    const devices = this.devicesOf(userId);
    const elsewhere = this.shared.elsewhere(userId);
    const known = user ?? this.connections.ofUser(userId)[0]?.user ?? elsewhere[0]?.value.user;
    if (known === undefined) {
      this.left(userId);
      return;
    }
    clearTimeout(this.graces.get(userId));
    this.graces.delete(userId);
    const present = this.online.get(userId) ?? { ...NOBODY, user: known };
    this.online.set(userId, present);
    present.user = known;
    present.leftAt = undefined;
    const isHere = this.connections.countOf(userId) > 0;
    present.wasHere ||= isHere;
    present.onlyOn = isHere ? NOWHERE : elsewhere.map(({ node }) => node);
    for (const { node } of elsewhere) if (!present.nodes.includes(node)) present.nodes = [...present.nodes, node];
    // Not fewer than before: a device that has just left may be back within the grace.
    if (devices < present.connected) {
      present.deviceLeftAt = Date.now();
      this.countAfterGrace(userId);
    }
    present.connected = devices;
    present.devices = Math.max(present.devices, devices);
    this.show(present);
  }

  private devicesOf(userId: string): number {
    const own = this.connections.ofUser(userId);
    const elsewhere = this.shared.elsewhere(userId);
    // Nearly everybody has one device.
    if (elsewhere.length === 0 && own.length < 2) return own.length;
    const devices = new Set(own.map(({ deviceId }) => deviceId));
    for (const { value } of elsewhere) for (const deviceId of value.devices) devices.add(deviceId);
    return devices.size;
  }

  /** One of several devices may be gone: it counts for as long as it may be a reload. */
  private countAfterGrace(userId: string): void {
    clearTimeout(this.recounts.get(userId));
    const recount = setTimeout(() => {
      this.recounts.delete(userId);
      const present = this.online.get(userId);
      const devices = this.devicesOf(userId);
      if (present === undefined || devices === 0 || devices === present.devices) return;
      present.devices = devices;
      this.show(present);
    }, this.config.presence.graceMs).unref();
    this.recounts.set(userId, recount);
  }

  private left(userId: string): void {
    const present = this.online.get(userId);
    if (present === undefined || present.leftAt !== undefined) return;
    // That a node has died is noticed later.
    const died = this.shared.lastSignOf(present.onlyOn)?.getTime();
    present.leftAt = new Date(died === undefined ? Date.now() : Math.max(died, present.deviceLeftAt));
    const grace = setTimeout(() => {
      this.graceEnded(userId, present);
    }, this.config.presence.graceMs).unref();
    this.graces.set(userId, grace);
    this.show(present);
  }

  private graceEnded(userId: string, present: Present): void {
    this.graces.delete(userId);
    this.online.delete(userId);
    clearTimeout(this.recounts.get(userId));
    this.recounts.delete(userId);
    this.show({ ...present, devices: 0 });
    if (this.isOurs(present)) this.events.emit('UserWentOffline', { user: present.user });
  }

  private show(whereabouts: Whereabouts): void {
    for (const listener of this.listeners) listener(whereabouts);
  }
}
