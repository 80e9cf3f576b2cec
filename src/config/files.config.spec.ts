import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config-error.js';
import { loadConfig } from './load.js';

const load = (env: Record<string, string>) => loadConfig({ JWT_SECRET: 'secret', ...env }, { interactive: false });

describe('where files are kept', () => {
  it('is S3 where a bucket is named', () => {
    const { files } = load({
      FILES_S3_BUCKET: 'files',
      FILES_S3_ENDPOINT: 'http://127.0.0.1:9000',
      FILES_S3_ACCESS_KEY_ID: 'key',
      FILES_S3_SECRET_ACCESS_KEY: 'a/secret+key',
      FILES_S3_PATH_STYLE: 'on',
    });
    expect(files.s3).toEqual({
      bucket: 'files',
      endpoint: 'http://127.0.0.1:9000',
      region: 'us-east-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'a/secret+key' },
      pathStyle: true,
    });
    expect(load({ FILES_S3_BUCKET: 'files' }).files.s3).toMatchObject({ endpoint: undefined, credentials: undefined });
  });

  it.each([
    [{ FILES_S3_ENDPOINT: 'http://127.0.0.1:9000' }, 'FILES_S3_BUCKET'],
    [{ FILES_S3_BUCKET: 'files', FILES_S3_ACCESS_KEY_ID: 'key' }, 'FILES_S3_SECRET_ACCESS_KEY'],
    [{ FILES_S3_BUCKET: 'files', FILES_S3_SECRET_ACCESS_KEY: 'secret' }, 'FILES_S3_ACCESS_KEY_ID'],
    [{ FILES_S3_BUCKET: 'a bucket' }, 'FILES_S3_BUCKET'],
    [{ FILES_S3_BUCKET: 'files', FILES_S3_ENDPOINT: 'localhost:9000' }, 'FILES_S3_ENDPOINT'],
    [{ FILE_UPLOAD_SECONDS: '300' }, 'FILE_UPLOAD_SECONDS'],
    [{ MAX_FILE_BYTES: '25MB' }, 'MAX_FILE_BYTES'],
  ])('is not understood: %j', (env, key) => {
    expect(() => load(env as Record<string, string>)).toThrow(ConfigError);
    expect(() => load(env as Record<string, string>)).toThrow(key);
  });
});
