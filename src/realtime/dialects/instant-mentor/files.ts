import { AppError } from '../../../common/index.js';
import type { Attachment, Message, SendMessage } from '../../../protocol/index.js';
import { ask, type Script } from '../script.js';

/** Files that were uploaded here have such ids. Apps with a store of their own have others, which go along as they are. */
const OWN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Says it with that file, or, where it is in the app's own store, with its id. */
export function* sendWithFile(said: SendMessage, fileId: string): Script<Message> {
  if (OWN_ID.test(fileId)) {
    try {
      return yield* ask('chat:send', { ...said, attachments: [fileId] });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'FILE_NOT_FOUND')) throw error;
    }
  }
  return yield* ask('chat:send', { ...said, metadata: { ...said.metadata, fileId } });
}

/** What the app shows of a file, and what it calls such messages; what a message says itself stands. */
export function shownFile({ kind, metadata }: Message, { id, name, size, contentType, url, width, height }: Attachment) {
  const pixels = width === null || height === null ? {} : { width, height };
  const type = kind !== 'text' ? kind : contentType.startsWith('image/') ? 'image' : 'file';
  return {
    messageType: type,
    type,
    metadata: { name, size, contentType, url, ...pixels, ...metadata, fileId: id },
    fileId: id,
  };
}
