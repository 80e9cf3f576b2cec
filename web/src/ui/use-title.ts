import { useEffect } from 'react';
import { strings } from '../strings/index.js';

/** The window's title while this is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === strings.app.name ? title : `${title} · ${strings.app.name}`;
  }, [title]);
}
