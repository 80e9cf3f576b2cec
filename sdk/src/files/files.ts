import type { Attachment, FileLink, FileUsage, RoomTarget, UserTarget } from '../../../src/protocol/index.js';

/** How a file is uploaded. At most one of `room` and `to`; with neither it may be shown anywhere one may write. */
export interface UploadOptions {
  /** The room where alone it may be shown. */
  room?: RoomTarget;
  /** The person to whom alone it may be shown. */
  to?: UserTarget;
  /** Its name; by default that of a `File`, else `file`. */
  name?: string;
  /** How much of it is on the server: bytes of bytes. Outside of browsers it is told of the beginning and the end alone. */
  onProgress?: (sent: number, total: number) => void;
  /** Gives up; the upload then rejects with `ABORTED`. */
  signal?: AbortSignal;
}

/** Files, which messages show: `room.send({ text, attachments: [file.id] })`. Guests can't upload or fetch any. */
export interface Files {
  /**
   * Uploads one. Rejects with `FILE_TOO_LARGE` (before anything is sent, where the limit is known), `QUOTA_EXCEEDED`, and what writing there
   * would be refused with: `ROOM_NOT_FOUND`, `NOT_A_MEMBER`, `MUTED`, `BLOCKED`, `USER_NOT_FOUND`.
   */
  upload(file: Blob, options?: UploadOptions): Promise<Attachment>;
  /**
   * A whole address that is good for `<img>` and downloads for some minutes. It is kept, and made anew shortly before it ends. Rejects with
   * `FILE_NOT_FOUND` for who may not read it.
   */
  link(fileId: string): Promise<FileLink>;
  /** How much room one's files take. */
  usage(): Promise<FileUsage>;
  /** Removes one's own that no message shows; the others go with their message. */
  remove(fileId: string): Promise<void>;
}
