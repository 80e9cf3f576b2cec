import { Cell, type Store } from '@lyceum/client';
import { useConnection, useStore } from '@lyceum/client/react';
import { clsx } from 'clsx';
import { Check, SendHorizontal, Smile } from 'lucide-react';
import { useId, useLayoutEffect, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { chat } from '../strings/chat.js';
import { toast } from '../ui/toasts.js';
import { AttachButton, attachTo } from './attach-button.js';
import { ComposerBanner } from './composer-banner.js';
import { filesOf } from './dropped-files.js';
import { EmojiPicker } from './emoji-picker.js';
import { MentionList } from './mention-list.js';
import type { Mentionable } from './mentions.js';
import type { Composing } from './use-composer.js';
import { UploadTray } from './upload-tray.js';
import { isUnderWay, type Upload, type Uploads } from './uploads.js';
import { useMentions } from './use-mentions.js';

const said = chat.composer;
/** As the server counts. */
const CHARACTERS = 4_000;
/** From here on it is said how many are left. */
const NEAR = 200;
const NO_FILES: Store<readonly Upload[]> = new Cell<readonly Upload[]>([]);
const BUTTON = 'grid size-11 shrink-0 place-items-center rounded-xl transition-colors';

interface ComposerProps {
  composing: Composing;
  people: readonly Mentionable[];
  area: RefObject<HTMLTextAreaElement | null>;
  /** Arrow up where nothing is written. */
  onEditLast: () => void;
  /** The files that go along; absent where one can't send any. */
  uploads: Uploads | undefined;
}

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({ composing, people, area, onEditLast, uploads }: ComposerProps) {
  const { about, text, busy, write, cancel, send } = composing;
  const { state } = useConnection();
  const [isChoosing, setChoosing] = useState(false);
  const listId = useId();
  useGrowing(area, text);

  const replace = (inserted: string, start: number, end: number): void => {
    // At once, so that what is typed next comes after it.
    flushSync(() => write(text.slice(0, start) + inserted + text.slice(end)));
    area.current?.focus();
    area.current?.setSelectionRange(start + inserted.length, start + inserted.length);
  };
  const mentioning = useMentions(people, (name, start, end) => replace(`@${name} `, start, end));
  const left = CHARACTERS - Array.from(text).length;
  const isEdit = about?.kind === 'edit';
  const files = useStore(uploads ?? NO_FILES);
  const hasSomething = text.trim() !== '' || (!isEdit && files.some(({ attachment }) => attachment !== undefined));
  const isUploading = !isEdit && files.some(isUnderWay);
  const canSend = hasSomething && left >= 0 && !busy && !isUploading;
  const trySend = (): void => {
    if (canSend) send();
    else if (isUploading) toast(chat.files.wait, { tone: 'danger' });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter that ends the composing of a character is not meant for us.
    if (event.nativeEvent.isComposing || mentioning.key(event)) return;
    if (event.key === 'Escape' && about !== undefined) cancel();
    else if (event.key === 'ArrowUp' && text === '' && about === undefined) onEditLast();
    else if (event.key === 'Enter' && !event.shiftKey) {
      trySend();
    } else return;
    event.preventDefault();
  };
  const onPaste = (event: ClipboardEvent): void => {
    // Office programs give a picture of their text along with it: meant is the text.
    if (uploads === undefined || isEdit || event.clipboardData.types.includes('text/plain')) return;
    const pasted = filesOf(event.clipboardData);
    if (pasted.length === 0) return;
    event.preventDefault();
    attachTo(uploads, pasted);
  };
  const Send = isEdit ? Check : SendHorizontal;
  return (
    <form
      className="relative shrink-0 px-4 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6 sm:pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        trySend();
        area.current?.focus();
      }}
    >
      <MentionList id={listId} mentioning={mentioning} />
      <div className="rounded-2xl border border-control bg-surface transition-colors focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
        <ComposerBanner about={about} onCancel={cancel} />
        {uploads !== undefined && !isEdit && <UploadTray uploads={uploads} shown={files} onEmpty={() => area.current?.focus()} />}
        <div className="flex items-end gap-0.5 p-1">
          {uploads !== undefined && <AttachButton uploads={uploads} disabled={isEdit} />}
          <textarea
            ref={area}
            rows={1}
            value={text}
            aria-label={said.label}
            aria-autocomplete="list"
            aria-controls={mentioning.found.length > 0 ? listId : undefined}
            aria-activedescendant={mentioning.found.length > 0 ? `${listId}-${mentioning.chosen}` : undefined}
            aria-invalid={left < 0 ? true : undefined}
            placeholder={state === 'connected' ? said.placeholder : said.placeholderOffline}
            enterKeyHint="send"
            autoComplete="off"
            onChange={({ target }) => {
              write(target.value);
              mentioning.look(target.value, target.selectionStart);
            }}
            onSelect={({ currentTarget }) => mentioning.look(currentTarget.value, currentTarget.selectionStart)}
            onPaste={onPaste}
            onBlur={mentioning.close}
            onKeyDown={onKeyDown}
            className="max-h-[min(14rem,35dvh)] min-h-11 min-w-0 grow resize-none overflow-y-auto bg-transparent px-2.5 py-2.5 text-base/6 outline-none placeholder:truncate placeholder:text-muted"
          />
          <EmojiPicker
            open={isChoosing}
            onOpenChange={setChoosing}
            onChoose={(emoji) => {
              const { selectionStart = text.length, selectionEnd = text.length } = area.current ?? {};
              replace(emoji, selectionStart, selectionEnd);
            }}
            trigger={
              <button
                type="button"
                aria-label={chat.insertEmoji}
                title={chat.insertEmoji}
                className={clsx(BUTTON, 'text-muted hover:bg-sunken hover:text-ink')}
              >
                <Smile aria-hidden size={20} />
              </button>
            }
          />
          <button
            type="submit"
            aria-label={isEdit ? said.save : said.send}
            title={isEdit ? said.save : said.send}
            aria-disabled={!canSend}
            className={clsx(BUTTON, canSend ? 'bg-accent text-on-accent hover:bg-accent-strong' : 'text-muted')}
          >
            <Send aria-hidden size={20} />
          </button>
        </div>
      </div>
      <p role="status" className={clsx('absolute -top-6 right-6 text-sm/6', left < 0 ? 'font-medium text-danger' : 'text-muted')}>
        {left < 0 ? said.tooLong(-left) : left <= NEAR && said.left(left)}
      </p>
    </form>
  );
}

/** As high as what is written, up to the limit of its style. */
function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    if (area.current !== null) fit(area.current);
  }, [area, text]);
}

function fit(area: HTMLTextAreaElement): void {
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}
