import type * as Sdk from '@aws-sdk/client-s3';
import type { S3Driver } from 'flydrive/drivers/s3';
import type { Readable } from 'node:stream';
import type { S3Config } from '../../config/index.js';
import { FileStorage, type ByteRange } from './file-storage.js';
import { partsOf } from './parts.js';

/** The least that S3 takes for a part that is not the last. */
const PART_BYTES = 5 * 1024 * 1024;
const CONNECT_MS = 5_000;
const SILENCE_MS = 20_000;
/** A client that is read to may stand still for a minute; then its download is ended, and not because the server were silent. */
const STANDSTILL_MS = 70_000;

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
  /** For what goes on to clients, as slowly as they read: however many there are, and stand still, nothing else waits for them. */
  readonly reader: Sdk.S3Client;
  readonly drive: S3Driver;
}

/** Objects of a bucket of S3, or of a server that speaks as it does. */
export class S3Storage extends FileStorage {
  private opening: Promise<Opened> | undefined;

  constructor(
    private readonly config: S3Config,
    private readonly silenceMs = SILENCE_MS,
  ) {
    super();
  }

  /** As one object where it is small, else in parts: S3 wants to know a length before, which a form does not tell. */
  async write(key: string, content: Readable): Promise<void> {
    const { sdk, client } = await this.opened();
    const parts = partsOf(content, PART_BYTES);
    const first = await parts.next();
    if (first.done === true) return;
    const object = { Bucket: this.config.bucket, Key: key };
    if (first.value.isLast) {
      await client.send(new sdk.PutObjectCommand({ ...object, Body: first.value.bytes }));
      return;
    }
    const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(object));
    const upload = { ...object, UploadId };
    const given: Sdk.CompletedPart[] = [];
    const give = async (bytes: Uint8Array): Promise<void> => {
      const PartNumber = given.length + 1;
      const { ETag } = await client.send(new sdk.UploadPartCommand({ ...upload, PartNumber, Body: bytes }));
      given.push({ ETag, PartNumber });
    };
    try {
      await give(first.value.bytes);
      for await (const { bytes } of parts) await give(bytes);
      await client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: given } }));
    } catch (error) {
      // What fails here too is removed by the sweeper.
      await client.send(new sdk.AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable | undefined> {
    const { sdk, reader } = await this.opened();
    const part = range === undefined ? {} : { Range: `bytes=${String(range.start)}-${String(range.end)}` };
    try {
      const { Body } = await reader.send(new sdk.GetObjectCommand({ Bucket: this.config.bucket, Key: key, ...part }));
      return Body as Readable | undefined;
    } catch (error) {
      if (error instanceof sdk.NoSuchKey) return undefined;
      throw error;
    }
  }

  async has(key: string): Promise<boolean> {
    return (await this.opened()).drive.exists(key);
  }

  async remove(key: string): Promise<void> {
    const { drive } = await this.opened();
    await this.abortUploads(key);
    await drive.delete(key);
  }

  async tidy(): Promise<void> {
    // Whatever was begun here has a row, by which it is removed.
  }

  /** Parts of an upload that was cut off are paid for and not seen. */
  private async abortUploads(key: string): Promise<void> {
    const { sdk, client } = await this.opened();
    const { bucket: Bucket } = this.config;
    const listed = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket, Prefix: key })).catch((error: unknown) => {
      // Some servers that speak like S3 can't tell.
      if (isNotImplemented(error)) return undefined;
      throw error;
    });
    for (const { Key, UploadId } of listed?.Uploads ?? []) {
      await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    }
  }

  /** With the first use, and anew where that failed: the SDK takes 20 MB of memory that nobody without S3 should pay. */
  private opened(): Promise<Opened> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async open(): Promise<Opened> {
    const { bucket, endpoint, region, credentials, pathStyle } = this.config;
    const [sdk, flydrive] = await Promise.all([import('@aws-sdk/client-s3'), import('flydrive/drivers/s3')]);
    const settings: Sdk.S3ClientConfig = {
      region,
      forcePathStyle: pathStyle,
      // Servers that speak like S3 know no other sums than that of the signature.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint === undefined ? {} : { endpoint }),
      // A copy: the SDK writes into it, and the configuration is frozen.
      ...(credentials === undefined ? {} : { credentials: { ...credentials } }),
    };
    const client = new sdk.S3Client({
      ...settings,
      requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: this.silenceMs },
    });
    const many = { maxSockets: Number.POSITIVE_INFINITY };
    const reader = new sdk.S3Client({
      ...settings,
      requestHandler: {
        connectionTimeout: CONNECT_MS,
        // Until the answer begins.
        requestTimeout: this.silenceMs,
        throwOnRequestTimeout: true,
        socketTimeout: STANDSTILL_MS,
        httpAgent: many,
        httpsAgent: many,
      },
    });
    return { sdk, client, reader, drive: new flydrive.S3Driver({ client, bucket, visibility: 'private', supportsACL: false }) };
  }
}

function isNotImplemented(error: unknown): boolean {
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  return typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata && metadata.httpStatusCode === 501;
}
