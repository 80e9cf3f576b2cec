import { Cell, type Store } from '@lyceum/client';

/** What was done, what failed, and what others did. */
export type Tone = 'success' | 'danger' | 'news';

export interface ToastMessage {
  readonly id: number;
  readonly text: string;
  readonly tone: Tone;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** More than so many at once nobody reads: the oldest make way. */
const MOST = 3;

const shown = new Cell<readonly ToastMessage[]>([]);
let lastId = 0;

/** What is shown now. */
export const toasts: Store<readonly ToastMessage[]> = shown;

/** Tells something that needs no answer, for a few seconds, from anywhere. */
export function toast(text: string, { tone = 'success', action }: Partial<Omit<ToastMessage, 'id' | 'text'>> = {}): void {
  const message = { id: ++lastId, text, tone, ...(action === undefined ? {} : { action }) };
  shown.set([...shown.get().slice(1 - MOST), message]);
}

export function dismiss(id: number): void {
  shown.set(shown.get().filter((message) => message.id !== id));
}
