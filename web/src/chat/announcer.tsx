import type { Message } from '@lyceum/client';
import { useFact, useMe } from '@lyceum/client/react';
import { useEffect, useRef, useState } from 'react';
import { chat as said } from '../strings/chat.js';
import { summaryOf } from './summary.js';

/** What comes together is told together. */
const GATHER_MS = 1_000;
/** More than so many are only counted. */
const READ_OUT = 2;
const CHARACTERS = 200;

/** Tells screen readers what others say, without reading out a whole room. */
export function Announcer({ roomId }: { roomId: string }) {
  const meId = useMe()?.id;
  const [text, setText] = useState('');
  const gathered = useRef<Message[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useFact('chat:message', (message) => {
    if (message.room.id !== roomId || message.sender.id === meId) return;
    gathered.current.push(message);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setText(told(gathered.current.splice(0)));
    }, GATHER_MS);
  });
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}

function told(messages: readonly Message[]): string {
  if (messages.length > READ_OUT) return said.heardMany(messages.length);
  return messages.map((message) => said.heard(message.sender.name, summaryOf(message).slice(0, CHARACTERS))).join('. ');
}
