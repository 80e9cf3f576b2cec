import type { Locator } from 'playwright-core';

/** Waits until the keyboard is there: what a key opens or closes moves the focus a moment later. */
export async function hasFocus(target: Locator): Promise<void> {
  await target.and(target.page().locator(':focus')).waitFor();
}
