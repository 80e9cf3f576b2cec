import type { Room, RoomMessage } from '@lyceum/client';
import { useCallback, useState } from 'react';
import { attempt } from './attempt.js';
import { useDraft } from './draft.js';
import { mentionedIn, type Mentionable } from './mentions.js';
import type { Uploads } from './uploads.js';

/** What the composer is about besides something new. */
export type About = { readonly kind: 'reply' | 'edit'; readonly message: RoomMessage } | undefined;

export interface Composing {
  readonly about: About;
  readonly text: string;
  readonly busy: boolean;
  readonly write: (text: string) => void;
  readonly reply: (message: RoomMessage) => void;
  readonly edit: (message: RoomMessage) => void;
  /** Back to what one was writing before. */
  readonly cancel: () => void;
  readonly send: () => void;
}

interface ComposerOptions {
  room: Room;
  roomId: string;
  meId: string;
  people: readonly Mentionable[];
  /** What goes along with something new. */
  uploads: Uploads | undefined;
  onSent: () => void;
}

/** What is being written in a room: something new, a reply, or a change of what one has said. */
export function useComposer({ room, roomId, meId, people, uploads, onSent }: ComposerOptions): Composing {
  const [draft, setDraft] = useDraft(roomId, meId);
  const [about, setAbout] = useState<About>();
  const [change, setChange] = useState('');
  const [busy, setBusy] = useState(false);
  const isEdit = about?.kind === 'edit';
  const text = isEdit ? change : draft;

  const save = async (message: RoomMessage): Promise<void> => {
    setBusy(true);
    if (change.trim() === message.text || (await attempt(room.edit(message.id, change.trim())))) setAbout(undefined);
    setBusy(false);
  };
  const reply = useCallback((message: RoomMessage) => setAbout({ kind: 'reply', message }), []);
  const edit = useCallback((message: RoomMessage) => {
    setAbout({ kind: 'edit', message });
    setChange(message.text);
  }, []);
  return {
    about,
    text,
    busy,
    write: (next) => {
      if (isEdit) {
        setChange(next);
        return;
      }
      setDraft(next);
      room.setTyping(next.trim() !== '');
    },
    reply,
    edit,
    cancel: () => setAbout(undefined),
    send: () => {
      if (about?.kind === 'edit') {
        void save(about.message);
        return;
      }
      const said = draft.trim();
      const mentions = mentionedIn(said, people);
      const attachments = uploads?.take() ?? [];
      room.send({
        text: said,
        ...(about === undefined ? {} : { replyTo: about.message.id }),
        ...(mentions.length === 0 ? {} : { mentions }),
        ...(attachments.length === 0 ? {} : { attachments }),
      });
      setDraft('');
      setAbout(undefined);
      onSent();
    },
  };
}
