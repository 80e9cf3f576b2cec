import type { BrowserContextOptions } from 'playwright-core';

const STILL: BrowserContextOptions = { reducedMotion: 'reduce' };

/** What people look at the web app with. Nothing moves there, so that what is measured is what stays. */
export const DESKTOP: BrowserContextOptions = { ...STILL, viewport: { width: 1280, height: 800 }, colorScheme: 'light' };
export const DARK_DESKTOP: BrowserContextOptions = { ...DESKTOP, colorScheme: 'dark' };
export const PHONE: BrowserContextOptions = {
  ...STILL,
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  colorScheme: 'light',
};
