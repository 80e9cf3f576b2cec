import { FILE_NAME_CHARACTERS } from '../protocol/index.js';

/** What a file without a usable name is called. */
const NAMELESS = 'file';
/** No name on Windows, with any ending. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
/** What some system cannot keep, or takes for a path, a pattern or a stream. */
const FORBIDDEN = /[<>:"|?*]/g;
/**
 * Controls, what turns the direction of writing (`gpj.exe` shown as `exe.jpg`), and other characters that nobody sees; not the joiners of
 * emoji and of Persian.
 */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** A name that is safe to keep, to show and to save under, as much like the one that was given as that goes. */
export function safeFileName(given: string): string {
  const name = lastPart(given.toWellFormed().normalize('NFC'))
    .replaceAll(UNSEEN, '')
    .replaceAll(FORBIDDEN, '_')
    .replaceAll(/\s+/g, ' ');
  // Windows drops dots and blanks at the end, and one in front hides a file elsewhere.
  const plain = shortened(name.replaceAll(/^[.\s]+|[.\s]+$/g, ''));
  if (plain === '') return NAMELESS;
  return RESERVED.test(plain) ? shortened(`_${plain}`) : plain;
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? '';
}

/** The ending stays where there is a short one. No character is cut in two. */
function shortened(name: string): string {
  if (name.length <= FILE_NAME_CHARACTERS) return name;
  const ending = /\.[^.]{1,16}$/.exec(name)?.[0] ?? '';
  const stem = name.slice(0, FILE_NAME_CHARACTERS - ending.length);
  return (stem.isWellFormed() ? stem : stem.slice(0, -1)) + ending;
}
