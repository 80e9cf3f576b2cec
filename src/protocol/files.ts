/** Bytes of one file, unless `MAX_FILE_BYTES` says otherwise. */
export const FILE_BYTES = 25 * 1024 * 1024;
/** Files of one message. */
export const ATTACHMENTS = 10;
export const FILE_NAME_CHARACTERS = 255;

/** A file as messages and answers show it. */
export interface Attachment {
  id: string;
  /** As the uploader called it, made safe: no path, no control characters, at most 255 characters. */
  name: string;
  /** Bytes. */
  size: number;
  /** By content, never by name; `application/octet-stream` where the content says nothing. */
  contentType: string;
  /** Pixels, of raster images alone. */
  width: number | null;
  height: number | null;
  /**
   * Path on this server. `GET` gives the content to who may read the message, by the `Authorization` header or by a link of
   * `POST /api/files/:id/link`.
   */
  url: string;
}

/** What `GET /api/files/usage` answers: how much room the caller's files take, uploads under way included. */
export interface FileUsage {
  usedBytes: number;
  quotaBytes: number;
}

/** What `POST /api/files/:id/link` answers: for `<img>`, and for downloads that can send no header. */
export interface FileLink {
  /** Path with a signature; whoever has it may read the file until then. */
  url: string;
  expiresAt: string;
}
