/** Where a call gets its media from; an app or a test may bring its own, such as a canvas in place of a screen. */
export interface CallMediaSource {
  /** As `navigator.mediaDevices.getUserMedia`. */
  userMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  /** As `navigator.mediaDevices.getDisplayMedia`. */
  displayMedia(): Promise<MediaStream>;
  devices(): Promise<readonly MediaDeviceInfo[]>;
  onDevicesChanged(listener: () => void): void;
  peer(configuration: RTCConfiguration): RTCPeerConnection;
  stream(tracks: readonly MediaStreamTrack[]): MediaStream;
}

/** The browser's own devices. */
export const browserMedia: CallMediaSource = {
  userMedia: async (constraints) => mediaDevices().getUserMedia(constraints),
  displayMedia: async () => mediaDevices().getDisplayMedia({ video: true }),
  devices: async () => mediaDevices().enumerateDevices(),
  onDevicesChanged: (listener) => {
    (globalThis as { navigator?: Partial<Navigator> }).navigator?.mediaDevices?.addEventListener('devicechange', listener);
  },
  peer: (configuration) => new RTCPeerConnection(configuration),
  stream: (tracks) => new MediaStream([...tracks]),
};

/** Pages without https have none. */
function mediaDevices(): MediaDevices {
  const devices = (globalThis as { navigator?: Partial<Navigator> }).navigator?.mediaDevices;
  if (devices === undefined) throw new DOMException('There are no media devices here', 'NotSupportedError');
  return devices;
}
