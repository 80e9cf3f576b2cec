import { useEffect, useRef } from 'react';
import { calls } from '../../strings/calls.js';

const SAMPLES = 512;
/** Speech at a usual distance fills most of the bar. */
const GAIN = 4;

/** How loud the microphone is: whoever speaks sees that they are heard. Drawn past React, many times a second. */
export function LevelMeter({ stream }: { stream: MediaStream | undefined }) {
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (stream === undefined || stream.getAudioTracks().length === 0) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = SAMPLES;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(SAMPLES);
    let frame = 0;
    const draw = (): void => {
      analyser.getFloatTimeDomainData(samples);
      const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES);
      const percent = Math.round(Math.min(1, loudness * GAIN) * 100);
      if (bar.current !== null) bar.current.style.width = `${percent}%`;
      meter.current?.setAttribute('aria-valuenow', String(percent));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);
  return (
    <div
      ref={meter}
      role="meter"
      aria-label={calls.check.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="h-2 overflow-hidden rounded-full bg-line"
    >
      <div ref={bar} className="h-full w-0 rounded-full bg-success" />
    </div>
  );
}
