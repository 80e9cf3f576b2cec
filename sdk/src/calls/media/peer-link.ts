import type { SignalType } from '../../../../src/protocol/index.js';
import type { MediaConnection } from '../call.js';
import type { Description } from './description.js';
import { HeldCandidates } from './held-candidates.js';
import { NotesChannel, type NotesHost } from './notes-channel.js';
import { sessionOf } from './sdp.js';
import { TrackLines, type LocalTracks } from './track-lines.js';

/** How long a lost way may come back by itself, and an answer may take, before it is tried anew. */
const PATIENCE_MS = 5_000;

/** What a link needs, and whom it tells. */
export interface LinkHost extends NotesHost {
  /** Whether we give way when both offer at once; the other must not. */
  isPolite(): boolean;
  newPeer(): RTCPeerConnection;
  newStream(tracks: readonly MediaStreamTrack[]): MediaStream;
  tracks(): LocalTracks;
  /** Fresh credentials for another try. */
  refresh(pc: RTCPeerConnection): Promise<void>;
  signal(type: SignalType, data: unknown): void;
  streamed(stream: MediaStream | undefined): void;
  connection(state: MediaConnection): void;
  failed(error: unknown): void;
}

/**
 * The media to and from one person: "perfect negotiation" (W3C WebRTC, 10.7) in steps that never overlap, over connections of the other that
 * may be replaced at any time, as by a reload of their page.
 */
export class PeerLink {
  private pc: RTCPeerConnection;
  private lines: TrackLines;
  private held = new HeldCandidates();
  private channel: NotesChannel | undefined;
  private stream: MediaStream | undefined;
  /** Which connection of the other we speak with. */
  private theirs: string | undefined;
  private steps: Promise<unknown> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** False while it rings. */
  private isUp = false;
  private wasConnected = false;
  private isOver = false;

  constructor(private readonly host: LinkHost) {
    [this.pc, this.lines] = this.open();
  }

  /** Offers, once: by a signal, or as what is returned, which goes along with the ringing. */
  offer(): void {
    this.prepare();
  }

  firstOffer(): Promise<Description> {
    return this.step(async () => {
      this.prepare();
      await this.pc.setLocalDescription();
      return this.described();
    });
  }

  /** The answer to what came along with the ringing. */
  answer(offer: Description): Promise<Description | undefined> {
    return this.step(() => this.takeOffer(offer));
  }

  /** The other is there from now on: what they do not answer is said again. */
  up(): void {
    this.isUp = true;
    this.watch();
  }

  /** Takes what the other signals, one after the other. */
  take(type: SignalType, data: unknown): Promise<void> {
    return this.step(async () => {
      if (type === 'offer') {
        const answer = await this.takeOffer(data as Description);
        if (answer !== undefined) this.host.signal('answer', answer);
      } else if (type === 'answer') await this.takeAnswer(data as Description);
      // The end of the candidates comes as null; and the call ends by the server's word, not by a `hangup`.
      else if (type === 'candidate' && data !== null) await this.held.add(this.pc, data as RTCIceCandidateInit);
    }).catch(this.failed);
  }

  /** Sends these from now on. */
  send(): Promise<void> {
    return this.step(() => this.lines.send(this.host.tracks()));
  }

  /** Looks for another way, as the network is another one. */
  async restart(): Promise<void> {
    if (this.isOver || this.pc.signalingState === 'closed' || this.pc.currentRemoteDescription === null) return;
    await this.host.refresh(this.pc);
    this.pc.restartIce();
  }

  /** The other is back: they may have missed what was said last. */
  remind(): void {
    const description = this.pc.localDescription;
    if (this.pc.signalingState === 'have-local-offer' && description !== null) this.host.signal('offer', this.described());
  }

  tell(): void {
    this.channel?.tell();
  }

  stats(): Promise<RTCStatsReport> {
    return this.pc.getStats();
  }

  close(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.pc.close();
  }

  private open(): [RTCPeerConnection, TrackLines] {
    const pc = this.host.newPeer();
    const own = (work: () => unknown) => (): void => {
      if (pc === this.pc && !this.isOver) work();
    };
    pc.onnegotiationneeded = own(() => void this.step(() => this.negotiate(pc)).catch(this.failed));
    pc.onconnectionstatechange = own(() => this.connectionChanged());
    pc.onicecandidate = ({ candidate }) =>
      own(() => {
        if (candidate !== null && candidate.candidate !== '') this.host.signal('candidate', candidate.toJSON());
      })();
    pc.ontrack = ({ track }) =>
      own(() => {
        this.stream = this.host.newStream([...(this.stream?.getTracks() ?? []), track]);
        this.host.streamed(this.stream);
      })();
    return [pc, new TrackLines(pc, this.host.newStream([]))];
  }

  private prepare(): void {
    this.openChannel();
    this.lines.add(this.host.tracks());
  }

  private async negotiate(pc: RTCPeerConnection): Promise<void> {
    // Where it is not stable the browser asks again when it is.
    if (pc !== this.pc || pc.signalingState !== 'stable') return;
    await pc.setLocalDescription();
    this.host.signal('offer', this.described());
    this.watch();
  }

  private async takeOffer(offer: Description): Promise<Description | undefined> {
    if (this.isStale(offer)) return undefined;
    const session = sessionOf(offer.sdp);
    if (this.theirs !== undefined && session !== this.theirs) this.renew();
    else if (this.pc.signalingState !== 'stable' && !this.host.isPolite()) return undefined;
    const { pc } = this;
    // Takes an offer of our own back, where there is one.
    await pc.setRemoteDescription({ type: 'offer', sdp: offer.sdp ?? '' });
    this.theirs = session;
    if (/^m=application /m.test(offer.sdp ?? '')) this.openChannel();
    await this.lines.adopt(this.host.tracks());
    await this.held.flush(pc);
    await pc.setLocalDescription();
    this.watch();
    return this.described();
  }

  private async takeAnswer(answer: Description): Promise<void> {
    // Said twice, or to an offer that was taken back.
    if (this.isStale(answer) || this.pc.signalingState !== 'have-local-offer') return;
    await this.pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp ?? '' });
    this.theirs = sessionOf(answer.sdp);
    await this.held.flush(this.pc);
  }

  /** Meant for a connection of ours that is no more. */
  private isStale({ to }: Description): boolean {
    return to !== undefined && to !== sessionOf(this.pc.localDescription?.sdp);
  }

  private described(): Description {
    const { type = 'offer', sdp = '' } = this.pc.localDescription ?? {};
    return { type, sdp, ...(this.theirs === undefined ? {} : { to: this.theirs }) };
  }

  /** The other begins anew, and so do we. */
  private renew(): void {
    const old = this.pc;
    this.held.clear();
    this.channel = undefined;
    this.stream = undefined;
    [this.pc, this.lines] = this.open();
    old.close();
    this.host.streamed(undefined);
    this.connectionChanged();
  }

  private openChannel(): void {
    this.channel ??= new NotesChannel(this.pc, this.host);
  }

  private connectionChanged(): void {
    const { connectionState } = this.pc;
    if (connectionState === 'connected') {
      this.wasConnected = true;
      this.host.connection('connected');
    } else if (connectionState !== 'closed') {
      this.host.connection(this.wasConnected ? 'restoring' : connectionState === 'new' ? 'new' : 'connecting');
      if (connectionState === 'failed') void this.restart();
    }
    this.watch();
  }

  /** Looks after it for as long as something is not as it should be. */
  private watch(): void {
    if (!this.isUp || this.isOver || this.timer !== undefined || this.isWell()) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const { connectionState, signalingState } = this.pc;
      if (signalingState === 'have-local-offer') this.remind();
      else if (connectionState === 'failed' || connectionState === 'disconnected') void this.restart();
      this.watch();
    }, PATIENCE_MS);
  }

  private isWell(): boolean {
    return this.pc.connectionState === 'connected' && this.pc.signalingState === 'stable';
  }

  /** What can't be done any more because it is over is no failure. */
  private readonly failed = (error: unknown): void => {
    if (!this.isOver) this.host.failed(error);
  };

  private step<T>(work: () => T | Promise<T>): Promise<T> {
    const done = this.steps.then(() => {
      if (this.isOver) throw new Error('The call is over');
      return work();
    });
    this.steps = done.catch(() => undefined);
    return done;
  }
}
