/** What we send; undefined: nothing of that kind now. */
export interface LocalTracks {
  readonly audio: MediaStreamTrack | undefined;
  readonly video: MediaStreamTrack | undefined;
  /** Whether there is a line for video from the beginning, so that a camera that is turned on later needs no negotiation. */
  readonly wantsVideo: boolean;
}

const KINDS = ['audio', 'video'] as const;
type Kind = (typeof KINDS)[number];

/** One line for sound and one for pictures, both ways each; what is sent on them changes without a negotiation. */
export class TrackLines {
  constructor(
    private readonly pc: RTCPeerConnection,
    /** Gives our tracks a common id: older clients show the stream that a track belongs to. */
    private readonly group: MediaStream,
  ) {}

  /** What is missing; the browser asks for a negotiation. */
  add({ audio, video, wantsVideo }: LocalTracks): void {
    const init: RTCRtpTransceiverInit = { direction: 'sendrecv', streams: [this.group] };
    if (this.line('audio') === undefined) this.pc.addTransceiver(audio ?? 'audio', init);
    if (this.line('video') === undefined && (wantsVideo || video !== undefined)) this.pc.addTransceiver(video ?? 'video', init);
  }

  async send(tracks: LocalTracks): Promise<void> {
    // Before the other has spoken there is nothing to add to.
    if (this.pc.getTransceivers().length === 0) return;
    this.add(tracks);
    for (const kind of KINDS) await replace(this.line(kind), tracks[kind]);
  }

  /** Speaks on the lines that the other's offer has brought, in place of own ones that were not agreed on. */
  async adopt(tracks: LocalTracks): Promise<void> {
    for (const kind of KINDS) {
      const line = this.agreed(kind);
      if (line === undefined) continue;
      if (line.direction !== 'sendrecv') line.direction = 'sendrecv';
      line.sender.setStreams(this.group);
      await replace(line, tracks[kind]);
      for (const other of this.all(kind)) if (other.mid === null) other.stop();
    }
  }

  private line(kind: Kind): RTCRtpTransceiver | undefined {
    return this.agreed(kind) ?? this.all(kind)[0];
  }

  private agreed(kind: Kind): RTCRtpTransceiver | undefined {
    return this.all(kind).find(({ mid }) => mid !== null);
  }

  private all(kind: Kind): RTCRtpTransceiver[] {
    return this.pc.getTransceivers().filter((one) => one.direction !== 'stopped' && one.receiver.track.kind === kind);
  }
}

async function replace(line: RTCRtpTransceiver | undefined, track: MediaStreamTrack | undefined): Promise<void> {
  if (line !== undefined && line.sender.track !== (track ?? null)) await line.sender.replaceTrack(track ?? null);
}
