import { LyceumError, type Call, type CallSnapshot } from '@lyceum/client';
import { attempt } from '../../chat/attempt.js';
import { toast } from '../../ui/toasts.js';

/** What can be done in a call; each turns what it is about to the other side. */
export interface CallActions {
  readonly mute: () => void;
  readonly camera: () => void;
  /** Absent where the browser can show no screen: phones. */
  readonly share: (() => void) | undefined;
  readonly hangUp: () => void;
}

export function actionsIn({ muted, cameraOff, sharing }: CallSnapshot, handle: Call): CallActions {
  const share = async (): Promise<void> => {
    try {
      await (sharing ? handle.stopSharing() : handle.shareScreen());
    } catch (thrown) {
      const error = LyceumError.from(thrown);
      // Whoever closes the browser's question has refused it, too, and knows that.
      if (error.code !== 'PERMISSION_DENIED') toast(error.message, { tone: 'danger' });
    }
  };
  return {
    mute: () => handle.mute(!muted),
    camera: () => void attempt(handle.setCamera(cameraOff)),
    share: canShare() ? () => void share() : undefined,
    hangUp: () => void attempt(handle.hangUp()),
  };
}

function canShare(): boolean {
  // Pages without https have no devices at all.
  const devices = (navigator as { mediaDevices?: Partial<MediaDevices> }).mediaDevices;
  return devices?.getDisplayMedia !== undefined;
}
