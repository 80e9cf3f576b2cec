import type { Message } from '../../protocol/index.js';

/**
 * The text of a message for frames that have room for so many of its files. Each of the others becomes a line of it, with its name and
 * where it is, so that no file is lost to whose client knows none. Where nothing was said at all the name of the first file stands for it:
 * old clients would show an empty line.
 */
export function wordsOf({ text, attachments }: Message, filesShown = 0): string {
  const others = attachments.slice(filesShown).map(({ name, url }) => `${name}: ${url}`);
  const words = (text === '' ? others : [text, ...others]).join('\n');
  return words === '' ? (attachments[0]?.name ?? '') : words;
}
