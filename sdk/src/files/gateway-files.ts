import type { AnnouncedLimits, Attachment, FileLink, FileUsage } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';
import type { Wire } from '../core/wire.js';
import type { Files, UploadOptions } from './files.js';
import { postForm } from './post-form.js';

/** A link that ends so soon may end before it is followed. */
const SPARE_MS = 60_000;
/** Links that are kept; a long conversation shows many pictures. */
const KEPT_LINKS = 500;

/** `Files` by the gateway's HTTP API. */
export class GatewayFiles implements Files {
  private readonly links = new Map<string, Promise<FileLink>>();

  constructor(
    private readonly wire: Wire,
    private readonly limits: Store<AnnouncedLimits | undefined>,
  ) {
    wire.me.subscribe(() => this.links.clear());
  }

  async upload(file: Blob, options: UploadOptions = {}): Promise<Attachment> {
    const { room, to, name = file instanceof File ? file.name : 'file', onProgress, signal } = options;
    const { fileBytes = Infinity } = this.limits.get() ?? {};
    if (file.size > fileBytes) {
      const message = `This file is too large: ${megabytes(fileBytes)} MB are allowed.`;
      throw new LyceumError({ code: 'FILE_TOO_LARGE', message, retryable: false, field: 'file' });
    }
    const form = new FormData();
    // The server decides by the fields that come before the file.
    if (room !== undefined) form.append('room', JSON.stringify(room));
    if (to !== undefined) form.append('to', JSON.stringify(to));
    form.append('file', file, name);
    return postForm<Attachment>(this.wire.http, '/api/files', { form, total: file.size, onProgress, signal });
  }

  async link(fileId: string): Promise<FileLink> {
    const known = await this.links.get(fileId);
    if (known !== undefined && Date.parse(known.expiresAt) - Date.now() > SPARE_MS) return known;
    const asked = this.askLink(fileId);
    this.links.set(fileId, asked);
    asked.catch(() => this.links.delete(fileId));
    const [oldest] = this.links.keys();
    if (this.links.size > KEPT_LINKS && oldest !== undefined) this.links.delete(oldest);
    return asked;
  }

  usage(): Promise<FileUsage> {
    return this.wire.http.json('/api/files/usage');
  }

  async remove(fileId: string): Promise<void> {
    this.links.delete(fileId);
    await this.wire.http.json(`/api/files/${encodeURIComponent(fileId)}`, { method: 'DELETE' });
  }

  private async askLink(fileId: string): Promise<FileLink> {
    const { http } = this.wire;
    const { url, expiresAt } = await http.json<FileLink>(`/api/files/${encodeURIComponent(fileId)}/link`, { method: 'POST' });
    return { url: http.url + url, expiresAt };
  }
}

function megabytes(bytes: number): string {
  return (bytes / (1024 * 1024)).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}
