import { LyceumError } from '@lyceum/client';

/** Why a camera or microphone can't be used. */
export type MediaProblem = 'denied' | 'missing' | 'busy' | 'unsupported';

const PROBLEMS: Readonly<Record<string, MediaProblem>> = {
  PERMISSION_DENIED: 'denied',
  NO_DEVICE: 'missing',
  DEVICE_BUSY: 'busy',
  NOT_SUPPORTED: 'unsupported',
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
  NotSupportedError: 'unsupported',
};

/** As the client or the browser threw it; undefined where it is something else. */
export function mediaProblemOf(thrown: unknown): MediaProblem | undefined {
  if (thrown instanceof LyceumError) return PROBLEMS[thrown.code];
  return thrown instanceof Error ? PROBLEMS[thrown.name] : undefined;
}
