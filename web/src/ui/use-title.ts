import { useEffect } from 'react';
import { strings } from '../strings/index.js';

let text: string = strings.app.name;
let waiting = 0;
let urgent: string | undefined;

function show(): void {
  document.title = urgent ?? (waiting === 0 ? text : `(${waiting > 99 ? '99+' : waiting}) ${text}`);
}

/** The window's title while this is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    text = title === strings.app.name ? title : `${title} · ${strings.app.name}`;
    show();
  }, [title]);
}

/** Before whatever title the page has: how many messages wait to be read, while this is shown. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    waiting = count;
    show();
    return () => {
      waiting = 0;
      show();
    };
  }, [count]);
}

/** In place of whatever title the page has, while this is shown: for whoever has another tab in front. */
export function useUrgentTitle(title: string): void {
  useEffect(() => {
    urgent = title;
    show();
    return () => {
      urgent = undefined;
      show();
    };
  }, [title]);
}
