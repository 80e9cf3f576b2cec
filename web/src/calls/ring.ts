/** Two tones and a pause, in seconds. */
const TONES = [
  { hertz: 660, from: 0 },
  { hertz: 880, from: 0.22 },
] as const;
const TONE_S = 0.18;
const EVERY_MS = { incoming: 2_000, outgoing: 4_000 } as const;
const LOUDNESS = { incoming: 0.2, outgoing: 0.06 } as const;
const GESTURES = ['pointerdown', 'keydown'] as const;

/**
 * Rings until the function it gives is called. Browsers let a page make a sound only after somebody has pressed something in it: until then
 * it is silent, and from then on it rings.
 */
export function ring(kind: 'incoming' | 'outgoing'): () => void {
  let context: AudioContext | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const begin = (): void => {
    stopWaiting();
    const opened = new AudioContext();
    context = opened;
    const sound = (): void => strike(opened, LOUDNESS[kind]);
    sound();
    timer = setInterval(sound, EVERY_MS[kind]);
  };
  const stopWaiting = (): void => {
    for (const gesture of GESTURES) removeEventListener(gesture, begin);
  };
  if (hasPressed()) begin();
  else for (const gesture of GESTURES) addEventListener(gesture, begin);
  return () => {
    stopWaiting();
    clearInterval(timer);
    void context?.close();
  };
}

/** Where the browser does not tell, the next press counts. */
function hasPressed(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive === true;
}

function strike(context: AudioContext, loudness: number): void {
  for (const { hertz, from } of TONES) {
    const begin = context.currentTime + from;
    const [tone, volume] = [context.createOscillator(), context.createGain()];
    tone.frequency.value = hertz;
    // Swelling and fading: a tone that is cut clicks.
    volume.gain.setValueAtTime(0, begin);
    volume.gain.linearRampToValueAtTime(loudness, begin + 0.02);
    volume.gain.linearRampToValueAtTime(0, begin + TONE_S);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + TONE_S);
  }
}
