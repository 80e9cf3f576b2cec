import { useEffect, useState } from 'react';

const PAUSE_MS = 300;

/** The value as it is once it has stayed the same for a moment: what somebody types is not asked for letter by letter. */
export function useLater<T>(value: T): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}
