import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import { AppError, newId } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Database, Outbox } from '../../database/index.js';
import type { Attachment } from '../../protocol/index.js';
import { DrainService, type Asker } from '../../realtime/index.js';
import { contentKindOf } from '../content-kind.js';
import { safeFileName } from '../file-name.js';
import { shownFile } from '../file-row.js';
import { FileRepository, type Reservation, type StoredContent } from '../file.repository.js';
import { fileBytesUploaded, filesUploaded, uploadsRefused } from '../files.metrics.js';
import { Removals } from '../removal/removals.js';
import { Slots } from '../slots.js';
import { FileStorage } from '../storage/file-storage.js';
import { ContentProbe } from './content-probe.js';
import { Destinations } from './destination.js';
import { UploadClock } from './upload-clock.js';
import { readUploadForm, type FormFile } from './upload-form.js';

/** What a form may have beside its file: fields, headers and boundaries. */
const FORM_BYTES = 32 * 1024;
/** Bytes a second: who is slower, as bad mobile networks are and people who want to be in the way, makes room where there is none. */
const SLOW = 16 * 1024;
/** Past the time an upload may take; then whoever was at it has died. */
const GRACE_MS = 30_000;

interface Received {
  readonly reservation: Reservation;
  readonly content: StoredContent;
}

/** Takes files in: each stands in the table, and counts, before its first byte is stored, so that nothing of it can be forgotten. */
@Injectable()
export class Uploads implements OnModuleDestroy {
  private readonly logger = new Logger('Files');
  private readonly slots: Slots;
  private readonly underWay = new Map<UploadClock, Promise<unknown>>();

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly repository: FileRepository,
    private readonly removals: Removals,
    private readonly storage: FileStorage,
    private readonly destinations: Destinations,
    private readonly draining: DrainService,
  ) {
    const { uploadsPerUser: perUser, uploadsAtOnce: atOnce } = config.files;
    this.slots = new Slots({ perUser, atOnce, tooMany: 'Too many of your uploads are under way.' });
    draining.alsoWaitFor((withinMs) => this.settle(withinMs));
  }

  async onModuleDestroy(): Promise<void> {
    await this.settle(0);
  }

  /** Those that are still under way when a planned stop has waited long enough end well for everybody but their clients. */
  private async settle(withinMs: number): Promise<void> {
    const waiting = new AbortController();
    const isLate = delay(withinMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(this.underWay.values()), isLate]);
    waiting.abort();
    for (const clock of this.underWay.keys()) clock.end(new AppError('DRAINING'));
    await Promise.allSettled(this.underWay.values());
  }

  /**
   * The one file of the request's form. Throws `FILE_TOO_LARGE`, `QUOTA_EXCEEDED`, `RATE_LIMITED`, `DRAINING`, `INVALID` for a form that
   * is none, or broke off, and as `Destinations.read`; the request may not have been read to its end then, and nothing is left of it.
   */
  async receive(asker: Asker, request: IncomingMessage): Promise<Attachment> {
    try {
      return await this.receiveInTurn(asker, request);
    } catch (error) {
      uploadsRefused.inc({ code: error instanceof AppError ? error.code : 'INTERNAL' });
      throw error;
    }
  }

  private async receiveInTurn(asker: Asker, request: IncomingMessage): Promise<Attachment> {
    const bytes = this.mostBytesOf(request);
    await this.takeSlot(asker.user.id);
    let clock: UploadClock | undefined;
    try {
      if (this.draining.isDraining) throw new AppError('DRAINING');
      clock = new UploadClock(this.config.files);
      const upload = this.receiveWithin(clock, asker, request, bytes);
      this.underWay.set(clock, upload);
      return await upload;
    } finally {
      clock?.stop();
      if (clock !== undefined) this.underWay.delete(clock);
      this.slots.giveBack(asker.user.id);
    }
  }

  /** Where there is none left the slowest upload makes room, if it is slow. */
  private async takeSlot(userId: string): Promise<void> {
    try {
      this.slots.take(userId);
    } catch (error) {
      const [slowest] = [...this.underWay].toSorted(([one], [other]) => one.pace - other.pace);
      if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE' || slowest === undefined) throw error;
      const [clock, upload] = slowest;
      if (clock.pace >= SLOW) throw error;
      clock.end(new AppError('UNAVAILABLE', { message: 'Too much is uploaded at once, and this upload was slow. Try again.' }));
      await Promise.allSettled([upload]);
      this.slots.take(userId);
    }
  }

  /** A form is longer than the file in it: what it says of its length is enough to reserve, and to refuse before it is read. */
  private mostBytesOf({ headers }: IncomingMessage): number {
    const { maxBytes } = this.config.files;
    const length = headers['content-length'] === undefined ? maxBytes : Number(headers['content-length']);
    if (length > maxBytes + FORM_BYTES) throw new AppError('FILE_TOO_LARGE');
    return Math.min(length, maxBytes);
  }

  private async receiveWithin(clock: UploadClock, asker: Asker, request: IncomingMessage, bytes: number): Promise<Attachment> {
    let reservation: Reservation | undefined;
    const take = async (file: FormFile): Promise<Received> => {
      try {
        const destination = await this.destinations.read(asker, file.fields);
        reservation = await this.reserve({ ...destination, ownerId: asker.user.id, name: safeFileName(file.name), bytes });
        return { reservation, content: await this.store(reservation, file, clock) };
      } finally {
        file.content.destroy();
      }
    };
    try {
      const received = await readUploadForm(request, take, clock.signal);
      return await this.finish(received);
    } catch (error) {
      if (reservation !== undefined) await this.removals.giveUp(reservation);
      throw error;
    }
  }

  private async reserve(wanted: Omit<Reservation, 'id' | 'storageKey'>): Promise<Reservation> {
    const id = newId();
    // The end of an id is random: as many files in each folder.
    const reservation = { ...wanted, id, storageKey: `${id.slice(-2)}/${id}` };
    const { quotaBytes, uploadMs } = this.config.files;
    if (!(await this.repository.reserve(reservation, quotaBytes, uploadMs + GRACE_MS))) throw new AppError('QUOTA_EXCEEDED');
    return reservation;
  }

  private async store({ storageKey }: Reservation, file: FormFile, clock: UploadClock): Promise<StoredContent> {
    const probe = new ContentProbe(this.config.files.maxBytes, clock.progressed);
    const cutOff: Error[] = [];
    // Whoever fails first takes the others with it.
    file.content.once('error', (error) => {
      if (!probe.destroyed) cutOff.push(error);
    });
    const [read, written] = await Promise.allSettled([
      pipeline(file.content, probe, { signal: clock.signal }),
      this.storage.write(storageKey, probe).catch((error: unknown) => {
        // It may have failed before it read anything, and nobody else would.
        probe.destroy();
        throw error;
      }),
    ]);
    if (clock.signal.aborted) throw clock.signal.reason;
    if (cutOff[0] !== undefined) throw cutOff[0];
    if (read.status === 'rejected' && read.reason instanceof AppError) throw read.reason;
    if (written.status === 'rejected') throw this.storageFailure(written.reason);
    if (read.status === 'rejected') throw read.reason;
    return { size: probe.size, ...(await contentKindOf(probe.head)) };
  }

  private storageFailure(cause: unknown): AppError {
    this.logger.error({ err: cause }, 'A file could not be stored');
    return new AppError('UNAVAILABLE', { message: 'The file could not be stored now. Try again shortly.', cause });
  }

  private async finish({ reservation, content }: Received): Promise<Attachment> {
    const { orphanMs } = this.config.files;
    const file = await this.database.transaction(async (tx) => {
      const stored = await this.repository.finish(tx, reservation, content, orphanMs);
      if (stored === undefined) return undefined;
      const shown = shownFile(stored);
      await this.outbox.append(tx, [{ name: 'file.uploaded', data: { file: shown, uploaderId: stored.ownerId } }]);
      return shown;
    });
    // It was given up: this node slept longer than an upload may take.
    if (file === undefined) throw new AppError('UNAVAILABLE');
    filesUploaded.inc();
    fileBytesUploaded.inc(content.size);
    return file;
  }
}
