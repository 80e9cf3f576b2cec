import { z } from 'zod';
import type { FilesConfig } from './app-config.js';
import { setting, settingWithoutDefault } from './setting.js';
import { onOff, url, wholeNumber, written } from './values.js';

const GIGABYTE = 1024 ** 3;
const HOUR_MS = 3_600_000;
/** A request that is not whole after 300 s is ended by Node without an answer. */
const MOST_SECONDS = 280;

const hours = wholeNumber(1, 8_760);
const seconds = wholeNumber(1, MOST_SECONDS);
const inMs = (schema: z.ZodType<number, string>, ms: number) =>
  schema.transform((count) => count * ms).describe(schema.description ?? '');
const word = (what: string) => written(what, (text) => (/^[\x21-\x7e]{1,256}$/.test(text) ? text : undefined));
const optionalWord = (what: string) => word(what).optional().describe(what);
const endpoint = url('a URL such as https://s3.example.com', ['http', 'https']);

export const filesSchema = () =>
  z.object({
    maxBytes: setting(wholeNumber(1, 10 * GIGABYTE), {
      env: 'MAX_FILE_BYTES',
      default: String(25 * 1024 * 1024),
      meaning: 'Bytes one file may have.',
    }),
    quotaBytes: setting(wholeNumber(0, 1_000_000 * GIGABYTE), {
      env: 'FILE_QUOTA_BYTES',
      default: String(GIGABYTE),
      meaning: 'Bytes that all files of a person may have together; 0 allows no uploads.',
    }),
    orphanMs: setting(inMs(hours, HOUR_MS), {
      env: 'FILE_ORPHAN_HOURS',
      default: '24',
      meaning: 'Hours after which a file that no message shows is removed.',
    }),
    uploadMs: setting(inMs(seconds, 1_000), {
      env: 'FILE_UPLOAD_SECONDS',
      default: '240',
      meaning: 'Seconds one upload may take.',
    }),
    uploadIdleMs: setting(inMs(seconds, 1_000), {
      env: 'FILE_UPLOAD_IDLE_SECONDS',
      default: '20',
      meaning: 'Seconds an upload may stand still before it is ended.',
    }),
    uploadsPerUser: setting(wholeNumber(1, 1_000), {
      env: 'FILE_UPLOADS_PER_USER',
      default: '3',
      meaning: 'Uploads a person may have under way at once on a node.',
    }),
    uploadsAtOnce: setting(wholeNumber(1, 10_000), {
      env: 'FILE_UPLOADS_AT_ONCE',
      default: '32',
      meaning: 'Uploads of everybody under way at once on a node; to S3 each takes 5 MB of memory.',
    }),
    s3Bucket: settingWithoutDefault(optionalWord('the name of a bucket'), {
      env: 'FILES_S3_BUCKET',
      shownDefault: 'none: files are kept in `DATA_DIR/files`',
      meaning: 'S3 bucket that keeps the files; needed, or a `DATA_DIR` that all share, where there are several nodes.',
    }),
    s3Endpoint: settingWithoutDefault(endpoint.optional().describe(endpoint.description ?? ''), {
      env: 'FILES_S3_ENDPOINT',
      needs: 'FILES_S3_BUCKET',
      shownDefault: "none: Amazon's of the region",
      meaning: 'Where an S3-compatible server listens.',
    }),
    s3Region: setting(word('the name of a region'), {
      env: 'FILES_S3_REGION',
      default: 'us-east-1',
      meaning: 'Region of the bucket; servers other than Amazon’s mostly take any.',
    }),
    s3AccessKeyId: settingWithoutDefault(optionalWord('an access key'), {
      env: 'FILES_S3_ACCESS_KEY_ID',
      needs: 'FILES_S3_SECRET_ACCESS_KEY',
      shownDefault: 'none: as the AWS SDK finds it (environment, instance role)',
      meaning: 'Access key for the bucket.',
    }),
    s3SecretAccessKey: settingWithoutDefault(optionalWord('a secret access key'), {
      env: 'FILES_S3_SECRET_ACCESS_KEY',
      needs: 'FILES_S3_ACCESS_KEY_ID',
      secret: true,
      meaning: 'Secret of that access key.',
    }),
    s3PathStyle: setting(onOff(), {
      env: 'FILES_S3_PATH_STYLE',
      default: 'off',
      meaning: 'Whether the bucket stands in the path of its URLs and not in the host’s name, as MinIO and others want it.',
    }),
  });

/** What concerns S3 as one, where there is a bucket. */
export function configuredFiles(parsed: z.infer<ReturnType<typeof filesSchema>>): FilesConfig {
  const { s3Bucket, s3Endpoint, s3Region, s3AccessKeyId, s3SecretAccessKey, s3PathStyle, ...rest } = parsed;
  if (s3Bucket === undefined) return { ...rest, s3: undefined };
  const credentials =
    s3AccessKeyId !== undefined && s3SecretAccessKey !== undefined
      ? { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey }
      : undefined;
  return {
    ...rest,
    s3: { bucket: s3Bucket, endpoint: s3Endpoint, region: s3Region, credentials, pathStyle: s3PathStyle },
  };
}
