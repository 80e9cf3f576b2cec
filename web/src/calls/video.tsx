import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';

interface VideoProps {
  stream: MediaStream;
  /** As in a mirror: one's own camera. */
  mirrored?: boolean;
  /** All of it, whatever its shape: screens. */
  whole?: boolean;
  label: string;
}

/** Pictures of a stream. Its sound comes from `CallSounds`, also while no picture is shown. */
export function Video({ stream, mirrored = false, whole = false, label }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={element}
      autoPlay
      playsInline
      muted
      aria-label={label}
      className={clsx('size-full', whole ? 'object-contain' : 'object-cover', mirrored && '-scale-x-100')}
    />
  );
}
