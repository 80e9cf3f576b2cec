import { Cell } from '@lyceum/client';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Also read by public/theme.js, before the first paint. */
const KEY = 'lyceum.theme';

function read(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

const chosen = new Cell(read());

function show(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  chosen.set(theme);
}

// Chosen in another tab.
addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) show(read());
});

/** The theme that was chosen on this device. */
export const theme = {
  get: chosen.get,
  subscribe: chosen.subscribe,
  set: (next: Theme): void => {
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // It holds until the page is loaded again.
    }
    show(next);
  },
};
