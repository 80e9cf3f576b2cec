import { LyceumError } from '@lyceum/client';
import { toast } from '../ui/toasts.js';

/** Waits for what was asked, and tells where it was refused. True where it was done. */
export async function attempt(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (thrown) {
    toast(LyceumError.from(thrown).message, { tone: 'danger' });
    return false;
  }
}
