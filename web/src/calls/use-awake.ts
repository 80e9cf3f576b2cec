import { useEffect } from 'react';

/** Keeps the screen on: a phone that goes dark ends what its pages send. Where the browser won't, nothing is lost but that. */
export function useAwake(isOn: boolean): void {
  useEffect(() => {
    const { wakeLock } = navigator as { wakeLock?: WakeLock };
    if (!isOn || wakeLock === undefined) return;
    let held: WakeLockSentinel | undefined;
    let isOver = false;
    const hold = async (): Promise<void> => {
      // Browsers take it back from pages that are not seen.
      if (document.visibilityState !== 'visible') return;
      try {
        held = await wakeLock.request('screen');
        if (isOver) await held.release();
      } catch {
        // As when the battery is low.
      }
    };
    const look = (): void => void hold();
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', look);
      void held?.release();
    };
  }, [isOn]);
}
