import { useState } from 'react';
import { keeping } from '../account/keeping.js';

/** What somebody has begun to write here, kept on this device until it is sent. */
export function useDraft(roomId: string, meId: string): [string, (text: string) => void] {
  const key = `lyceum.draft.${meId}.${roomId}`;
  const [draft, setDraft] = useState(() => ({ key, text: keeping.getItem(key) ?? '' }));
  if (draft.key !== key) setDraft({ key, text: keeping.getItem(key) ?? '' });
  const set = (text: string): void => {
    setDraft({ key, text });
    try {
      if (text === '') keeping.removeItem(key);
      else keeping.setItem(key, text);
    } catch {
      // The device keeps no more; it is still here.
    }
  };
  return [draft.text, set];
}
