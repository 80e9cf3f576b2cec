import type { CallKind, CallStats, SignalType } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import { Cell } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { AcceptOptions, CallMeasure, CallPeer, CallQuality, ChosenDevices } from './call.js';
import type { IceServers } from './ice-servers.js';
import type { CallMedia, MediaHost } from './media/call-media.js';
import type { LocalView } from './media/local-media.js';
import type { CallMediaSource } from './media-source.js';
import { SignalPost } from './signal-post.js';

/** What the media tells of each of the others. */
export type PeerView = Pick<CallPeer, 'connection' | 'muted' | 'cameraOff' | 'sharing'>;

/** What there is to see of a call's media. */
export interface MediaView extends LocalView {
  readonly remoteStreams: ReadonlyMap<string, MediaStream>;
  readonly peers: ReadonlyMap<string, PeerView>;
  readonly quality: CallQuality | undefined;
  readonly devices: ChosenDevices;
}

export const NO_MEDIA: MediaView = {
  localStream: undefined,
  muted: false,
  cameraOff: true,
  sharing: false,
  voiceless: false,
  remoteStreams: new Map(),
  peers: new Map(),
  quality: undefined,
  devices: {},
};
export const UNSEEN: PeerView = { connection: 'new', muted: false, cameraOff: false, sharing: false };
const RANKED: readonly CallQuality[] = ['good', 'fair', 'poor'];
/** One bad second is not a bad connection. */
const SECONDS = 5;

/** What all calls of a client share. */
export interface CallGround {
  readonly wire: Wire;
  readonly source: CallMediaSource;
  readonly iceServers: IceServers;
  /** The person has allowed a device: now they have names. */
  allowed(): void;
}

/** Between a call and its media, which is loaded when the first call begins, and not before. */
export class MediaDesk implements MediaHost {
  readonly view = new Cell<MediaView>(NO_MEDIA);
  readonly seen = new Cell<CallMeasure | undefined>(undefined);
  readonly source: CallMediaSource;
  private readonly post: SignalPost;
  private callId: string | undefined;
  private lately: CallQuality[] = [];
  private isOver = false;
  media: CallMedia | undefined;

  constructor(
    private readonly ground: CallGround,
    readonly kind: CallKind,
    refused: (error: LyceumError) => void,
  ) {
    this.source = ground.source;
    this.post = new SignalPost(ground.wire, refused);
  }

  /** Opens our devices. Rejects with what a person can be told; then nothing stays open. */
  async open(options: AcceptOptions): Promise<CallMedia> {
    const { CallMedia: Media } = await import('./media/call-media.js');
    const media = new Media(this);
    this.media = media;
    this.view.patch({ devices: options.devices ?? {} });
    try {
      await media.open(options);
    } catch (error) {
      media.close();
      this.media = undefined;
      throw error;
    }
    if (this.isOver) media.close();
    this.ground.allowed();
    return media;
  }

  /** The call is known, and the others may be spoken to; `inRoom`: each by name. */
  begin(callId: string, inRoom: boolean): void {
    this.callId = callId;
    this.addresses = inRoom;
    this.post.open(callId);
  }

  close(): void {
    this.isOver = true;
    this.media?.close();
    this.post.close();
    this.view.patch({ localStream: undefined, remoteStreams: new Map(), sharing: false });
  }

  me(): string | undefined {
    return this.ground.wire.me.get()?.id;
  }

  iceServers(): Promise<RTCIceServer[]> {
    return this.ground.iceServers.get();
  }

  knownIceServers(): RTCIceServer[] {
    return this.ground.iceServers.known();
  }

  signal(to: string | undefined, type: SignalType, data: unknown): void {
    this.post.send({ to: this.addresses ? to : undefined, type, data });
  }

  local(view: LocalView): void {
    this.view.patch(view);
  }

  streams(remoteStreams: ReadonlyMap<string, MediaStream>): void {
    this.view.patch({ remoteStreams });
  }

  peer(userId: string, changes: Partial<PeerView>): void {
    const peers = new Map(this.view.get().peers);
    peers.set(userId, { ...(peers.get(userId) ?? UNSEEN), ...changes });
    this.view.patch({ peers });
  }

  parted(userId: string): void {
    const peers = new Map(this.view.get().peers);
    if (peers.delete(userId)) this.view.patch({ peers });
  }

  measured(measured: CallMeasure): void {
    this.seen.set(measured);
    this.lately = [measured.quality, ...this.lately].slice(0, SECONDS);
    const ranks = this.lately.map((quality) => RANKED.indexOf(quality)).sort((one, other) => one - other);
    this.view.patch({ quality: RANKED[ranks[Math.floor(ranks.length / 2)] ?? 0] });
  }

  report(stats: CallStats): void {
    if (this.callId === undefined || this.ground.wire.connection.get().state !== 'connected') return;
    this.ground.wire.request('calls:stats', { callId: this.callId, stats }).catch((error: unknown) => {
      this.warn('What was measured could not be reported', error);
    });
  }

  warn(message: string, error: unknown): void {
    if (!this.isOver) this.ground.wire.logger.warn(message, error);
  }

  /** Among two a signal needs no address. */
  private addresses = false;
}
