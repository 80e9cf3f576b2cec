import { useNames } from './chat-context.js';
import { segmentsOf } from './segments.js';

interface MessageTextProps {
  text: string;
  /** Ids of whom it addresses. */
  mentions: readonly string[];
}

/** What somebody wrote, as they wrote it; addresses are links, and names that it addresses stand out. */
export function MessageText({ text, mentions }: MessageTextProps) {
  const names = useNames();
  const addressed = mentions.flatMap((id) => names.get(id) ?? []);
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
      {segmentsOf(text, addressed).map((segment, index) => {
        if (segment.kind === 'text') return segment.text;
        if (segment.kind === 'mention') {
          return (
            <strong key={index} className="rounded bg-accent-soft px-0.5 font-semibold text-accent">
              {segment.text}
            </strong>
          );
        }
        return (
          <a
            key={index}
            href={segment.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="rounded text-accent underline underline-offset-2 hover:text-accent-strong"
          >
            {segment.text}
          </a>
        );
      })}
    </p>
  );
}
