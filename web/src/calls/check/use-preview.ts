import { browserMedia, type ChosenDevices } from '@lyceum/client';
import { useEffect, useState } from 'react';
import { forgetDevices } from '../chosen-devices.js';
import { mediaProblemOf, type MediaProblem } from '../media-problem.js';

interface PreviewOptions {
  /** Off: all devices are let go. */
  isOn: boolean;
  withCamera: boolean;
  devices: ChosenDevices;
}

/** What the devices gave. */
interface Taken {
  readonly stream?: MediaStream;
  /** Why there is nothing. */
  readonly problem?: MediaProblem;
  /** Why there is no picture, though there is sound. */
  readonly cameraProblem?: MediaProblem;
}

export interface Preview extends Taken {
  readonly retry: () => void;
}

/** What our microphone and camera give, before anybody else sees it. A call needs no camera. */
export function usePreview({ isOn, withCamera, devices: { microphone, camera } }: PreviewOptions): Preview {
  const [taken, setTaken] = useState<Taken>({});
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    let opened: MediaStream | undefined;
    let isOver = false;
    void take({ microphone, camera }, withCamera).then((given) => {
      opened = given.stream;
      if (isOver) stop(opened);
      // The effect then runs again, with what the browser takes.
      else if (isChosenGone(given, { microphone, camera })) forgetDevices();
      else setTaken(given);
    });
    return () => {
      isOver = true;
      stop(opened);
      setTaken({});
    };
  }, [isOn, withCamera, microphone, camera, attempts]);
  return { ...taken, retry: () => setAttempts(attempts + 1) };
}

async function take({ microphone, camera }: ChosenDevices, withCamera: boolean): Promise<Taken> {
  const audio = exactly(microphone);
  try {
    return { stream: await browserMedia.userMedia({ audio, video: withCamera && exactly(camera) }) };
  } catch (thrown) {
    const problem = mediaProblemOf(thrown) ?? 'busy';
    if (!withCamera) return { problem };
    return browserMedia.userMedia({ audio, video: false }).then(
      (stream) => ({ stream, cameraProblem: problem }),
      () => ({ problem }),
    );
  }
}

function isChosenGone({ problem, cameraProblem }: Taken, { microphone, camera }: ChosenDevices): boolean {
  // Where sound came, the microphone is there.
  if (cameraProblem === 'missing') return camera !== undefined;
  return problem === 'missing' && (microphone !== undefined || camera !== undefined);
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function exactly(deviceId: string | undefined): MediaTrackConstraints | true {
  return deviceId === undefined ? true : { deviceId: { exact: deviceId } };
}
