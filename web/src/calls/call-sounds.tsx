import { playThrough, type CallSnapshot } from '@lyceum/client';
import { useEffect, useRef, useState } from 'react';
import { calls } from '../strings/calls.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';

/** What the others say, on whatever page one is. */
export function CallSounds({ call: { remoteStreams, devices } }: { call: CallSnapshot }) {
  const [silent, setSilent] = useState<readonly HTMLAudioElement[]>([]);
  const hear = (): void => {
    for (const element of silent) element.play().catch(() => undefined);
    setSilent([]);
  };
  return (
    <>
      {[...remoteStreams].map(([userId, stream]) => (
        <Sound
          key={userId}
          stream={stream}
          speaker={devices.speaker}
          onSilent={(element) => setSilent((before) => [...before, element])}
        />
      ))}
      {silent.length > 0 && (
        // Over the large call, too.
        <div className="fixed inset-x-3 top-3 z-40 mx-auto max-w-md animate-rise rounded-xl shadow-floating">
          <Notice>
            <p>{calls.view.silent}</p>
            <Button look="primary" className="mt-2" onClick={hear}>
              {calls.view.hear}
            </Button>
          </Notice>
        </div>
      )}
    </>
  );
}

interface SoundProps {
  stream: MediaStream;
  speaker: string | undefined;
  /** The browser wants the person to press something first. */
  onSilent: (element: HTMLAudioElement) => void;
}

function Sound({ stream, speaker, onSilent }: SoundProps) {
  const element = useRef<HTMLAudioElement>(null);
  const told = useRef(onSilent);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return;
    audio.srcObject = stream;
    audio.play().catch((thrown: unknown) => {
      if (thrown instanceof Error && thrown.name === 'NotAllowedError') told.current(audio);
    });
    return () => {
      audio.srcObject = null;
    };
  }, [stream]);
  useEffect(() => {
    // A speaker that is gone: the standard one plays on.
    if (element.current !== null) playThrough(element.current, speaker).catch(() => undefined);
  }, [speaker]);
  return <audio ref={element} />;
}
