import type { PayloadOf } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import type { Wire } from '../core/wire.js';

type Ending = 'calls:end' | 'calls:reject';

const LOST: ReadonlySet<string> = new Set(['OFFLINE', 'TIMEOUT']);
const OVER: ReadonlySet<string> = new Set(['CALL_ENDED', 'CALL_NOT_FOUND', 'CALL_ANSWERED']);

/** Ends it on the server, too; where that can't be reached, as soon as it can. That it was over already is as good. */
export async function endCall<E extends Ending>(wire: Wire, command: E, payload: PayloadOf<E>): Promise<void> {
  try {
    await wire.request(command, payload);
  } catch (thrown) {
    const error = LyceumError.from(thrown);
    if (OVER.has(error.code)) return;
    if (!LOST.has(error.code)) throw error;
    const stop = wire.onConnected(() => {
      stop();
      endCall(wire, command, payload).catch((again: unknown) => wire.logger.warn('A call could not be ended', again));
    });
  }
}
