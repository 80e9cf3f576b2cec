import { Cell, LyceumError, type Attachment, type Files, type UploadOptions } from '@lyceum/client';

/** Files of one message, as the server counts. */
export const MOST_FILES = 10;
/** So many go up at once, the others after them: a server takes three of a person, who may be writing in another window, too. */
const AT_ONCE = 2;

/** A file that goes along with a message. */
export interface Upload {
  readonly key: number;
  readonly file: File;
  /** How much of it is on the server, of 1. */
  readonly share: number;
  /** A picture of it that is here already. */
  readonly preview: string | undefined;
  /** As the server has it, as soon as all of it is there. */
  readonly attachment: Attachment | undefined;
  readonly error: LyceumError | undefined;
}

/** Where alone the files may be shown. */
export type Destination = Pick<UploadOptions, 'room' | 'to'>;

export function isUnderWay({ attachment, error }: Upload): boolean {
  return attachment === undefined && error === undefined;
}

/** The files of the message that is being written. They begin to go up as soon as they are chosen. */
export class Uploads extends Cell<readonly Upload[]> {
  private lastKey = 0;
  private readonly underWay = new Map<number, AbortController>();

  constructor(
    private readonly files: Pick<Files, 'upload' | 'remove'>,
    /** Asked at each upload: a conversation gets its room with its first message. */
    private readonly destination: () => Destination,
  ) {
    super([]);
  }

  /** False where these were too many: then the first of them are taken. */
  add(files: readonly File[]): boolean {
    const taken = files.slice(0, MOST_FILES - this.get().length).map((file) => this.entryOf(file));
    this.set([...this.get(), ...taken]);
    this.goOn();
    return taken.length === files.length;
  }

  retry({ key }: Upload): void {
    this.put(key, { share: 0, error: undefined });
    this.goOn();
  }

  drop({ key }: Upload): void {
    this.underWay.get(key)?.abort();
    const dropped = this.get().find((upload) => upload.key === key);
    this.set(this.get().filter((upload) => upload.key !== key));
    if (dropped === undefined) return;
    forget(dropped);
    // Where that fails the file is there, and nobody is shown it.
    if (dropped.attachment !== undefined) this.files.remove(dropped.attachment.id).catch(() => undefined);
  }

  /** Those that are on the server, for a message; what failed stays. */
  take(): Attachment[] {
    const taken = this.get().filter(({ attachment }) => attachment !== undefined);
    this.set(this.get().filter(({ attachment }) => attachment === undefined));
    taken.forEach(forget);
    return taken.flatMap(({ attachment }) => attachment ?? []);
  }

  /** Nobody writes here any more: what no message has shown is for nobody. */
  stop(): void {
    for (const upload of this.get()) this.drop(upload);
  }

  /** Begins with the next ones, as long as more may go up at once. */
  private goOn(): void {
    for (const { key, file } of this.get().filter(isUnderWay)) {
      if (this.underWay.size >= AT_ONCE) return;
      if (!this.underWay.has(key)) void this.send(key, file);
    }
  }

  private async send(key: number, file: File): Promise<void> {
    const controller = new AbortController();
    this.underWay.set(key, controller);
    const onProgress = (sent: number, total: number): void => this.put(key, { share: total === 0 ? 1 : sent / total });
    try {
      const attachment = await this.files.upload(file, { ...this.destination(), onProgress, signal: controller.signal });
      this.put(key, { attachment, share: 1 });
    } catch (thrown) {
      this.put(key, { error: LyceumError.from(thrown) });
    } finally {
      this.underWay.delete(key);
      this.goOn();
    }
  }

  private entryOf(file: File): Upload {
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined;
    this.lastKey += 1;
    return { key: this.lastKey, file, share: 0, preview, attachment: undefined, error: undefined };
  }

  private put(key: number, change: Partial<Upload>): void {
    this.set(this.get().map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
  }
}

function forget({ preview }: Upload): void {
  if (preview !== undefined) URL.revokeObjectURL(preview);
}
