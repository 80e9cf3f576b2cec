const NOTHING = Buffer.alloc(0);

/**
 * The finished frames that a socket gets in one turn of the event loop, in their order. Sockets that get the same frames have the same run,
 * so that what a room hears is put together once, and not once for each member.
 */
export class FrameRun {
  /** Of all its frames. */
  readonly bytes: number;
  private following: FrameRun | undefined;
  private whole: Buffer | undefined;

  /** Without arguments: the run that all begin with. */
  constructor(
    private readonly before?: FrameRun,
    private readonly frame: Buffer = NOTHING,
  ) {
    this.bytes = (before?.bytes ?? 0) + frame.length;
  }

  /** These frames and one more. Whoever was given the same one last has got the same run. */
  and(frame: Buffer): FrameRun {
    // Those of a room are served one after the other, so that the last one to follow is nearly always the one that is looked for.
    if (this.following?.frame !== frame) this.following = new FrameRun(this, frame);
    return this.following;
  }

  /** All of it in one piece, for everybody the same. */
  get joined(): Buffer {
    return (this.whole ??= this.join());
  }

  private join(): Buffer {
    const frames: Buffer[] = [];
    let run: FrameRun | undefined = this.before;
    for (; run?.before !== undefined; run = run.before) frames.push(run.frame);
    if (frames.length === 0) return this.frame;
    return Buffer.concat([...frames.reverse(), this.frame], this.bytes);
  }
}
