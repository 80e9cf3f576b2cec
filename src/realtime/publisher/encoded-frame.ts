import { newId } from '../../common/index.js';
import type { Dialect, Frame } from '../dialects/index.js';
import { textFrame } from './ws-frame.js';

/**
 * A frame on its way to many: encoded into a finished WebSocket frame at most once for each of the two forms it can
 * have on the wire, and only when the first receiver of that form is met.
 */
export class EncodedFrame {
  private socketIoFrame: Buffer | undefined;
  private rawFrame: Buffer | undefined;

  readonly frame: Frame;

  constructor(
    frame: Frame,
    private readonly dialect: Dialect,
  ) {
    this.frame = dialect.complete?.(frame, { id: newId(), at: new Date().toISOString() }) ?? frame;
  }

  /** Engine.IO message (4), Socket.IO event (2), then event and argument. */
  get socketIo(): Buffer {
    return (this.socketIoFrame ??= textFrame(`42${JSON.stringify([this.frame.event, this.frame.data])}`));
  }

  get raw(): Buffer {
    return (this.rawFrame ??= textFrame(JSON.stringify(this.dialect.raw.write(this.frame))));
  }
}
