import type { CallKind, CallStats, SignalType } from '../../../../src/protocol/index.js';
import type { AcceptOptions, CallMeasure, ChosenDevices, MediaConnection } from '../call.js';
import type { CallMediaSource } from '../media-source.js';
import { LocalMedia, type LocalView } from './local-media.js';
import { measure, totalOf, type Totals } from './measure.js';
import type { PeerNotes } from './notes-channel.js';
import { PeerLink, type LinkHost } from './peer-link.js';

const MEASURE_MS = 1_000;
/** The server keeps the latest alone. */
const REPORT_EVERY = 10;

/** What the media of a call needs of it, and tells it. */
export interface MediaHost {
  readonly source: CallMediaSource;
  readonly kind: CallKind;
  /** Our own id. */
  me(): string | undefined;
  iceServers(): Promise<RTCIceServer[]>;
  /** The servers as they were asked for last. */
  knownIceServers(): RTCIceServer[];
  /** `to` is undefined for the other of two, as long as their id is not known. */
  signal(to: string | undefined, type: SignalType, data: unknown): void;
  local(view: LocalView): void;
  streams(streams: ReadonlyMap<string, MediaStream>): void;
  peer(userId: string, changes: { connection?: MediaConnection } & Partial<PeerNotes>): void;
  /** What was told of them is of the past. */
  parted(userId: string): void;
  measured(measured: CallMeasure): void;
  report(stats: CallStats): void;
  warn(message: string, error: unknown): void;
}

/** One whose id is not known yet. */
const UNNAMED = '';

/** The media of one call: our devices, and a link to each of the others. */
export class CallMedia {
  private readonly local: LocalMedia;
  private readonly links = new Map<string, PeerLink>();
  private streams: ReadonlyMap<string, MediaStream> = new Map();
  private timer: ReturnType<typeof setInterval> | undefined;
  private before: Totals | undefined;
  private ticks = 0;

  constructor(private readonly host: MediaHost) {
    this.local = new LocalMedia(host.source, host.kind, () => this.localChanged());
  }

  /** Opens our devices; rejects with what can be told to a person. */
  async open(options: AcceptOptions): Promise<void> {
    await this.local.open(options);
    await this.host.iceServers();
  }

  /** What goes along with the ringing. */
  firstOffer(): Promise<unknown> {
    return this.link(UNNAMED).firstOffer();
  }

  /** The answer to what came along with the ringing. */
  firstAnswer(userId: string, offer: unknown): Promise<unknown> {
    return this.link(userId).answer(offer as RTCSessionDescriptionInit);
  }

  /** The callee's id is known now. */
  name(userId: string): void {
    const link = this.links.get(UNNAMED);
    if (link === undefined) return;
    this.links.delete(UNNAMED);
    this.links.set(userId, link);
  }

  /** They take part from now on; `offering`: we begin. */
  meet(userId: string, offering: boolean): void {
    const isNew = !this.links.has(userId);
    const link = this.link(userId);
    if (isNew && offering) link.offer();
    link.up();
    this.timer ??= setInterval(() => void this.measure(), MEASURE_MS);
  }

  take(userId: string, type: SignalType, data: unknown): void {
    void this.link(userId).take(type, data);
  }

  remind(userId: string): void {
    this.links.get(userId)?.remind();
  }

  /** The network is another one. */
  restart(): void {
    for (const link of this.links.values()) {
      link.remind();
      link.restart().catch((error: unknown) => this.host.warn('Another way could not be looked for', error));
    }
  }

  part(userId: string): void {
    this.links.get(userId)?.close();
    this.links.delete(userId);
    this.show(userId, undefined);
    this.host.parted(userId);
  }

  close(): void {
    clearInterval(this.timer);
    this.local.close();
    for (const link of this.links.values()) link.close();
    this.links.clear();
  }

  mute(isMuted: boolean): void {
    this.local.mute(isMuted);
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.local.setCamera(isOn);
  }

  share(): Promise<void> {
    return this.local.share();
  }

  stopSharing(): Promise<void> {
    return this.local.stopSharing();
  }

  choose(devices: ChosenDevices): Promise<void> {
    return this.local.choose(devices);
  }

  private link(userId: string): PeerLink {
    const known = this.links.get(userId);
    if (known !== undefined) return known;
    const { host } = this;
    // Asked each time: the first link gets its name later.
    const id = (): string => [...this.links].find(([, one]) => one === link)?.[0] ?? userId;
    const own: LinkHost = {
      // Of two ids one is smaller on both sides.
      isPolite: () => (host.me() ?? '') < id(),
      newPeer: () => host.source.peer({ iceServers: host.knownIceServers() }),
      newStream: (tracks) => host.source.stream(tracks),
      tracks: () => this.local.tracks(),
      notes: () => this.local.view(),
      refresh: async (pc) => {
        const iceServers = await host.iceServers();
        if (pc.signalingState !== 'closed') pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
      },
      signal: (type, data) => host.signal(id() === UNNAMED ? undefined : id(), type, data),
      streamed: (stream) => this.show(id(), stream),
      noted: (notes) => host.peer(id(), notes),
      connection: (connection) => host.peer(id(), { connection }),
      failed: (error) => host.warn('A signal could not be used', error),
    };
    const link = new PeerLink(own);
    this.links.set(userId, link);
    return link;
  }

  private show(userId: string, stream: MediaStream | undefined): void {
    if (this.streams.get(userId) === stream) return;
    const streams = new Map(this.streams);
    if (stream === undefined) streams.delete(userId);
    else streams.set(userId, stream);
    this.streams = streams;
    this.host.streams(streams);
  }

  private localChanged(): void {
    this.host.local(this.local.view());
    for (const link of this.links.values()) {
      link.send().catch((error: unknown) => this.host.warn('What is sent could not be changed', error));
      link.tell();
    }
  }

  private async measure(): Promise<void> {
    const links = [...this.links.values()];
    const reports = await Promise.all(links.map((link) => link.stats().catch(() => new Map() as unknown as RTCStatsReport)));
    const now = totalOf(reports, Date.now());
    const { before } = this;
    this.before = now;
    // Who leaves a room call takes their counters along.
    if (before === undefined || now.packetsReceived + now.packetsLost < before.packetsReceived + before.packetsLost) return;
    if (now.packetsReceived === 0 && now.packetsSent === 0) return;
    this.host.measured(measure(before, now));
    this.ticks += 1;
    if (this.ticks % REPORT_EVERY !== 1) return;
    const { at: _at, ...stats } = now;
    this.host.report(stats);
  }
}
