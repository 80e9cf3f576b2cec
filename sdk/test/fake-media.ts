import type { CallMediaSource } from '../src/index.js';
import { FakePeer } from './fake-peer.js';

/** Tracks of a device that is never there; an event target, as real ones are. */
class FakeTrack extends EventTarget {
  enabled = true;
  readyState = 'live';

  constructor(readonly kind: 'audio' | 'video') {
    super();
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

function stream(tracks: readonly FakeTrack[]): MediaStream {
  const of = (kind: string) => () => tracks.filter((track) => track.kind === kind);
  return { getTracks: () => tracks, getAudioTracks: of('audio'), getVideoTracks: of('video') } as unknown as MediaStream;
}

/** Devices of a test: they work, or refuse as browsers do. */
export class FakeMedia implements CallMediaSource {
  readonly opened: FakeTrack[] = [];
  readonly peers: FakePeer[] = [];
  /** Name of the DOMException that asking for these ends with. */
  refusals: { audio?: string; video?: string; screen?: string } = {};

  userMedia({ audio, video }: MediaStreamConstraints): Promise<MediaStream> {
    const wanted = [...(audio ? (['audio'] as const) : []), ...(video ? (['video'] as const) : [])];
    const refusal = wanted.map((kind) => this.refusals[kind]).find((name) => name !== undefined);
    if (refusal !== undefined) return Promise.reject(new DOMException('Refused', refusal));
    return Promise.resolve(this.open(wanted));
  }

  displayMedia(): Promise<MediaStream> {
    const { screen } = this.refusals;
    return screen === undefined ? Promise.resolve(this.open(['video'])) : Promise.reject(new DOMException('Refused', screen));
  }

  devices(): Promise<MediaDeviceInfo[]> {
    const device = (kind: string, deviceId: string, label: string) => ({ kind, deviceId, label }) as MediaDeviceInfo;
    return Promise.resolve([device('audioinput', 'mic', 'Desk microphone'), device('videoinput', 'cam', '')]);
  }

  onDevicesChanged(): void {}

  peer(): RTCPeerConnection {
    const made = new FakePeer();
    this.peers.push(made);
    return made as unknown as RTCPeerConnection;
  }

  stream(tracks: readonly MediaStreamTrack[]): MediaStream {
    return stream(tracks as unknown as readonly FakeTrack[]);
  }

  get running(): string[] {
    return this.opened.filter(({ readyState }) => readyState === 'live').map(({ kind }) => kind);
  }

  /** Pulls them out: what is taken of them stops. */
  unplug(kind: 'audio' | 'video'): void {
    for (const track of this.opened.filter((one) => one.kind === kind && one.readyState === 'live')) {
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  }

  private open(kinds: readonly ('audio' | 'video')[]): MediaStream {
    const tracks = kinds.map((kind) => new FakeTrack(kind));
    this.opened.push(...tracks);
    return stream(tracks);
  }
}
