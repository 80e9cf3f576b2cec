import { Counter } from 'prom-client';

export const filesUploaded = new Counter({
  name: 'lyceum_files_uploaded_total',
  help: 'Files that were stored whole',
});

export const fileBytesUploaded = new Counter({
  name: 'lyceum_file_bytes_uploaded_total',
  help: 'Bytes of the files that were stored whole',
});

export const uploadsRefused = new Counter({
  name: 'lyceum_file_uploads_refused_total',
  help: 'Uploads that came to nothing, by the code of the error',
  labelNames: ['code'] as const,
});

export const filesRemoved = new Counter({
  name: 'lyceum_files_removed_total',
  help: 'Files removed: uploads that failed, files their owner deleted, and files that no message shows',
  labelNames: ['why'] as const,
});
