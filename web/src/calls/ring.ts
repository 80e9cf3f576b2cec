/** Two tones and a pause, in seconds. */
const TONES = [
  { hertz: 660, from: 0 },
  { hertz: 880, from: 0.22 },
] as const;
const TONE_S = 0.18;
const EVERY_MS = { incoming: 2_000, outgoing: 4_000 } as const;
const LOUDNESS = { incoming: 0.2, outgoing: 0.06 } as const;
/** Milliseconds on, off, on: with the tones. */
const BUZZ = [180, 60, 180];
const GESTURES = ['pointerdown', 'keydown'] as const;

export type Ringing = keyof typeof EVERY_MS;

/**
 * Rings until the function it gives is called; phones buzz when somebody calls. Browsers let a page do so only after somebody has pressed
 * something in it: until then it is silent.
 */
export function ring(kind: Ringing): () => void {
  const over = new AbortController();
  const { signal } = over;
  let hasBegun = false;
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    void alone(kind, signal);
  };
  if (hasPressed()) begin();
  else for (const gesture of GESTURES) addEventListener(gesture, begin, { signal });
  return () => over.abort();
}

/** Of several tabs one is heard. */
async function alone(kind: Ringing, signal: AbortSignal): Promise<void> {
  const { locks } = navigator as { locks?: LockManager };
  const turn = (): Promise<void> => sound(kind, signal);
  try {
    await (locks === undefined ? turn() : locks.request(`lyceum-ring-${kind}`, { signal }, turn));
  } catch {
    // It stopped before its turn came, or there is nothing to make a sound with.
  }
}

async function sound(kind: Ringing, signal: AbortSignal): Promise<void> {
  const context = new AudioContext();
  const strikeOnce = (): void => {
    strike(context, LOUDNESS[kind]);
    if (kind === 'incoming') buzz(BUZZ);
  };
  strikeOnce();
  const timer = setInterval(strikeOnce, EVERY_MS[kind]);
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      if (kind === 'incoming') buzz(0);
      void context.close();
      resolve();
    });
  });
}

/** Where the browser does not tell, the next press counts. */
function hasPressed(): boolean {
  return (navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive === true;
}

/** Safari has no such thing. */
function buzz(pattern: number | number[]): void {
  (navigator as { vibrate?: Navigator['vibrate'] }).vibrate?.(pattern);
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
