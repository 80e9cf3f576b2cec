/** A line of media, as much of it as is negotiated. */
interface Line {
  mid: string | null;
  pending: string | null;
  direction: string;
  readonly receiver: { track: { kind: string } };
  readonly sender: { track: unknown; replaceTrack(track: unknown): Promise<void>; setStreams(): void };
  stop(): void;
}

let made = 0;

/**
 * The signalling half of an RTCPeerConnection (W3C WebRTC 1.0, 4.4 and 4.7): states, rollback, when a negotiation is needed, and what it
 * refuses. Media is there as soon as both have agreed.
 */
export class FakePeer {
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  currentRemoteDescription: RTCSessionDescriptionInit | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { candidate: { candidate: string; toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  readonly candidates: string[] = [];
  private readonly session = String((made += 1));
  private version = 0;
  private fragment = 0;
  private lines: Line[] = [];
  private isRestartDue = false;
  private before: RTCSessionDescriptionInit | null = null;

  addTransceiver(track: string | { kind: string }, { direction }: { direction: string }): Line {
    const line = this.line(typeof track === 'string' ? track : track.kind, direction);
    this.askWhereNeeded();
    return line;
  }

  getTransceivers(): Line[] {
    return this.lines;
  }

  createDataChannel(): object {
    return { readyState: 'connecting' };
  }

  restartIce(): void {
    this.isRestartDue = true;
    this.askWhereNeeded();
  }

  setConfiguration(): void {}

  getConfiguration(): object {
    return {};
  }

  async setLocalDescription(): Promise<void> {
    await this.turn();
    if (this.signalingState === 'stable') {
      for (const line of this.lines) line.pending ??= line.mid ?? this.freeMid();
      for (const line of this.lines) line.mid = line.pending;
      if (this.isRestartDue || this.version === 0) this.fragment += 1;
      this.before = this.localDescription;
      this.localDescription = { type: 'offer', sdp: this.sdp() };
      this.signalingState = 'have-local-offer';
    } else if (this.signalingState === 'have-remote-offer') {
      if (this.version === 0) this.fragment += 1;
      this.localDescription = { type: 'answer', sdp: this.sdp() };
      this.settle();
    } else throw invalid('setLocalDescription', this.signalingState);
    this.gather();
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await this.turn();
    const { type, sdp = '' } = description;
    const known = /^o=- (\d+)/.exec(this.currentRemoteDescription?.sdp ?? '')?.[1];
    if (known !== undefined && known !== /^o=- (\d+)/.exec(sdp)?.[1])
      throw new DOMException('Of another connection', 'InvalidAccessError');
    if (type === 'answer') {
      if (this.signalingState !== 'have-local-offer') throw invalid('an answer', this.signalingState);
      this.remoteDescription = description;
      this.isRestartDue = false;
      this.settle();
      return;
    }
    if (this.signalingState === 'have-local-offer') this.rollBack();
    for (const [, kind = '', mid = ''] of sdp.matchAll(/^m=(\w+) (\d+)/gm)) {
      if (kind !== 'application' && !this.lines.some((line) => line.mid === mid)) this.line(kind, 'recvonly').mid = mid;
    }
    this.remoteDescription = description;
    this.signalingState = 'have-remote-offer';
  }

  async addIceCandidate({ candidate = '', usernameFragment }: RTCIceCandidateInit): Promise<void> {
    await this.turn();
    if (!this.remoteDescription?.sdp?.includes(`a=ice-ufrag:${usernameFragment}\n`)) {
      throw new DOMException('Of another generation', 'OperationError');
    }
    this.candidates.push(candidate);
  }

  close(): void {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  private line(kind: string, direction: string): Line {
    const line: Line = {
      mid: null,
      pending: null,
      direction,
      receiver: { track: { kind } },
      sender: {
        track: null,
        replaceTrack(track: unknown) {
          this.track = track;
          return Promise.resolve();
        },
        setStreams: () => undefined,
      },
      stop: () => {
        this.lines = this.lines.filter((other) => other !== line);
      },
    };
    this.lines.push(line);
    return line;
  }

  private rollBack(): void {
    for (const line of this.lines) {
      if (!(this.before?.sdp ?? this.currentRemoteDescription?.sdp ?? '').includes(` ${line.mid}\n`)) line.mid = null;
      line.pending = null;
    }
    this.localDescription = this.before;
    this.signalingState = 'stable';
  }

  private settle(): void {
    for (const line of this.lines) line.pending = null;
    this.currentRemoteDescription = this.remoteDescription;
    this.signalingState = 'stable';
    this.connectionState = 'connected';
    queueMicrotask(() => this.onconnectionstatechange?.());
    this.askWhereNeeded();
  }

  getStats(): Promise<Map<string, object>> {
    return Promise.resolve(new Map<string, object>());
  }

  private askWhereNeeded(): void {
    queueMicrotask(() => {
      const isNeeded = this.isRestartDue || this.lines.some(({ mid }) => mid === null);
      if (isNeeded && this.signalingState === 'stable') this.onnegotiationneeded?.();
    });
  }

  private freeMid(): string {
    for (let mid = 0; ; mid += 1) {
      if (!this.lines.some((line) => line.mid === String(mid) || line.pending === String(mid))) return String(mid);
    }
  }

  private sdp(): string {
    this.version += 1;
    const lines = this.lines.filter(({ mid }) => mid !== null).map(({ mid, receiver }) => `m=${receiver.track.kind} ${mid}\n`);
    return `o=- ${this.session} ${this.version} IN IP4\na=ice-ufrag:${this.fragmentName()}\n${lines.sort().join('')}`;
  }

  private fragmentName(): string {
    return `${this.session}x${this.fragment}`;
  }

  private gather(): void {
    const usernameFragment = this.fragmentName();
    queueMicrotask(() => {
      const candidate = `candidate of ${usernameFragment}`;
      this.onicecandidate?.({ candidate: { candidate, toJSON: () => ({ candidate, usernameFragment }) } });
    });
  }

  /** As in browsers, nothing is done in the same moment; and what is closed meanwhile is done no more. */
  private async turn(): Promise<void> {
    await Promise.resolve();
    if (this.signalingState === 'closed') throw invalid('anything', 'closed');
  }
}

function invalid(what: string, state: string): DOMException {
  return new DOMException(`${what} in ${state}`, 'InvalidStateError');
}
