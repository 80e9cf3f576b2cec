import { LyceumError, type AdminStats, type StatsPoint } from '@lyceum/client';
import { useEffect, useState } from 'react';
import { usePageVisible } from '../../ui/use-page-visible.js';
import { useAdminHttp } from '../parts/admin-http.js';
import { joined, pointOf } from './points.js';

const EVERY_MS = 2_000;

export interface LiveStats {
  /** Undefined until they have come. */
  stats: AdminStats | undefined;
  /** The last ten minutes, oldest first. */
  points: readonly StatsPoint[];
  /** Why the newest did not come. */
  error: LyceumError | undefined;
}

/** Live numbers, every two seconds, with their past. Nothing is asked for while nobody can see the page. */
export function useLiveStats(): LiveStats {
  const http = useAdminHttp();
  const isVisible = usePageVisible();
  const [live, setLive] = useState<LiveStats>({ stats: undefined, points: [], error: undefined });

  useEffect(() => {
    if (!isVisible) return;
    const abort = new AbortController();
    const { signal } = abort;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const takePast = async (): Promise<void> => {
      const { points } = await http.history(signal);
      if (!signal.aborted) setLive((before) => ({ ...before, points: joined(before.points, points) }));
    };
    const takeNow = async (): Promise<void> => {
      try {
        const stats = await http.stats(signal);
        if (!signal.aborted) setLive(({ points }) => ({ stats, points: joined(points, [pointOf(stats)]), error: undefined }));
      } catch (thrown) {
        if (!signal.aborted) setLive((before) => ({ ...before, error: LyceumError.from(thrown) }));
      }
      if (!signal.aborted) timer = setTimeout(() => void takeNow(), EVERY_MS);
    };

    // Without a past the charts begin now; why it did not come, the numbers of now will say.
    takePast().catch(() => undefined);
    void takeNow();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [http, isVisible]);

  return live;
}
