import type { CallKind } from '../../../../src/protocol/index.js';
import type { AcceptOptions, ChosenDevices } from '../call.js';
import type { CallMediaSource } from '../media-source.js';
import { mediaError } from './media-error.js';
import type { LocalTracks } from './track-lines.js';

/** What of our media is on. */
export interface LocalView {
  readonly localStream: MediaStream | undefined;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  readonly sharing: boolean;
  /** The microphone has stopped, and no other was found. */
  readonly voiceless: boolean;
}

/** Our microphone, camera and screen. One change at a time; after each, `changed` is called. */
export class LocalMedia {
  private audio: MediaStreamTrack | undefined;
  private camera: MediaStreamTrack | undefined;
  private screen: MediaStreamTrack | undefined;
  private muted = false;
  private voiceless = false;
  private devices: ChosenDevices = {};
  private last: Promise<unknown> = Promise.resolve();
  private isOver = false;
  private stream: MediaStream | undefined;

  constructor(
    private readonly source: CallMediaSource,
    private readonly kind: CallKind,
    private readonly changed: () => void,
  ) {}

  /** Who has a microphone and no camera may take part in a video call. */
  async open({ cameraOff = false, muted = false, devices = {} }: AcceptOptions): Promise<void> {
    this.devices = devices;
    this.muted = muted;
    const wantsCamera = this.kind === 'video' && !cameraOff;
    try {
      await this.take(true, wantsCamera);
    } catch (thrown) {
      const error = mediaError(thrown, wantsCamera ? 'Microphone and camera' : 'The microphone');
      if (!wantsCamera || error.code === 'NOT_SUPPORTED') throw error;
      await this.take(true, false).catch(() => {
        throw error;
      });
    }
    this.applyMute();
    this.tell();
  }

  tracks(): LocalTracks {
    return { audio: this.audio, video: this.screen ?? this.camera, wantsVideo: this.kind === 'video' };
  }

  view(): LocalView {
    return {
      localStream: this.stream,
      muted: this.muted,
      cameraOff: this.camera === undefined,
      sharing: this.screen !== undefined,
      voiceless: this.voiceless,
    };
  }

  mute(isMuted: boolean): void {
    this.muted = isMuted;
    this.applyMute();
    this.changed();
  }

  setCamera(isOn: boolean): Promise<void> {
    return this.then(async () => {
      if (isOn === (this.camera !== undefined)) return;
      this.camera?.stop();
      this.camera = undefined;
      if (isOn) await this.take(false, true).catch(rethrow('The camera'));
      this.tell();
    });
  }

  share(): Promise<void> {
    return this.then(async () => {
      if (this.screen !== undefined) return;
      const stream = await this.source.displayMedia().catch(rethrow('The screen'));
      const [screen] = this.kept(stream).getVideoTracks();
      if (screen === undefined) return;
      this.screen = screen;
      // The browser has a button of its own.
      screen.addEventListener('ended', () => void this.stopSharing());
      this.tell();
    });
  }

  stopSharing(): Promise<void> {
    return this.then(() => {
      if (this.screen === undefined) return;
      this.screen.stop();
      this.screen = undefined;
      this.tell();
    });
  }

  choose(devices: ChosenDevices): Promise<void> {
    return this.then(async () => {
      const before = this.devices;
      this.devices = { ...before, ...devices };
      const isNew = (name: keyof ChosenDevices): boolean => name in devices && devices[name] !== before[name];
      try {
        if (isNew('microphone')) await this.take(true, false).catch(rethrow('The microphone'));
        if (isNew('camera') && this.camera !== undefined) await this.take(false, true).catch(rethrow('The camera'));
      } catch (error) {
        this.devices = before;
        throw error;
      } finally {
        // One of the two may be another one already.
        this.applyMute();
        this.tell();
      }
    });
  }

  close(): void {
    this.isOver = true;
    for (const track of [this.audio, this.camera, this.screen]) track?.stop();
  }

  private async take(wantsAudio: boolean, wantsVideo: boolean): Promise<void> {
    const { microphone, camera } = this.devices;
    const stream = await this.source.userMedia({
      audio: wantsAudio && { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...exactly(microphone) },
      video: wantsVideo && { width: { ideal: 1280 }, height: { ideal: 720 }, ...exactly(camera) },
    });
    this.kept(stream);
    const [audio] = stream.getAudioTracks();
    const [video] = stream.getVideoTracks();
    if (audio !== undefined) {
      this.audio?.stop();
      this.audio = audio;
      this.voiceless = false;
    }
    if (video !== undefined) {
      this.camera?.stop();
      this.camera = video;
    }
    // Not by us: those who stop a track hear nothing of it.
    for (const track of stream.getTracks()) track.addEventListener('ended', () => void this.then(() => this.lost(track)));
  }

  /** Unplugged, or forbidden. A camera is off then; in place of a microphone another one is taken, where there is one. */
  private async lost(track: MediaStreamTrack): Promise<void> {
    if (this.isOver || (track !== this.camera && track !== this.audio)) return;
    if (track === this.camera) this.camera = undefined;
    else {
      const { microphone: _gone, ...others } = this.devices;
      this.devices = others;
      await this.take(true, false).catch(() => {
        this.voiceless = true;
      });
      this.applyMute();
    }
    this.tell();
  }

  /** The person may allow a device when the call is over already. */
  private kept(stream: MediaStream): MediaStream {
    if (this.isOver) for (const track of stream.getTracks()) track.stop();
    return stream;
  }

  private applyMute(): void {
    if (this.audio !== undefined) this.audio.enabled = !this.muted;
  }

  private tell(): void {
    const { audio, video } = this.tracks();
    this.stream = this.source.stream([audio, video].filter((track) => track !== undefined));
    this.changed();
  }

  private then(work: () => void | Promise<void>): Promise<void> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

function exactly(deviceId: string | undefined): MediaTrackConstraints {
  return deviceId === undefined ? {} : { deviceId: { exact: deviceId } };
}

function rethrow(what: string): (thrown: unknown) => never {
  return (thrown) => {
    throw mediaError(thrown, what);
  };
}
