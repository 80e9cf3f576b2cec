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

export interface Preview {
  readonly stream: MediaStream | undefined;
  readonly problem: MediaProblem | undefined;
  readonly retry: () => void;
}

/** What our microphone and camera give, before anybody else sees it. */
export function usePreview({ isOn, withCamera, devices: { microphone, camera } }: PreviewOptions): Preview {
  const [stream, setStream] = useState<MediaStream>();
  const [problem, setProblem] = useState<MediaProblem>();
  const [attempts, setAttempts] = useState(0);
  useEffect(() => {
    if (!isOn) return;
    let opened: MediaStream | undefined;
    let isOver = false;
    browserMedia.userMedia({ audio: exactly(microphone), video: withCamera && exactly(camera) }).then(
      (media) => {
        opened = media;
        if (isOver) stop(media);
        else {
          setStream(media);
          setProblem(undefined);
        }
      },
      (thrown: unknown) => {
        if (isOver) return;
        const isChosenGone = mediaProblemOf(thrown) === 'missing' && (microphone !== undefined || camera !== undefined);
        // The effect then runs again, with what the browser takes.
        if (isChosenGone) forgetDevices();
        else setProblem(mediaProblemOf(thrown) ?? 'busy');
      },
    );
    return () => {
      isOver = true;
      stop(opened);
      setStream(undefined);
    };
  }, [isOn, withCamera, microphone, camera, attempts]);
  return { stream, problem, retry: () => setAttempts(attempts + 1) };
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function exactly(deviceId: string | undefined): MediaTrackConstraints | true {
  return deviceId === undefined ? true : { deviceId: { exact: deviceId } };
}
