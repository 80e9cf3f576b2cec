import type { RoomState } from '@lyceum/client';
import { useCallback, useState } from 'react';

/**
 * After which message the line stands that says "new from here": where one had read up to when something came that one did not see. It
 * stays while one reads on, until something new comes again while one is away, or one answers.
 */
export function useUnreadLine({ unread, readSeq }: RoomState, isReading: boolean): [number | undefined, () => void] {
  const [line, setLine] = useState<number>();
  const [hadUnread, setHadUnread] = useState(false);
  const hasUnread = unread > 0;
  if (hasUnread !== hadUnread) {
    setHadUnread(hasUnread);
    if (hasUnread && !isReading) setLine(readSeq);
  }
  return [line, useCallback(() => setLine(undefined), [])];
}
