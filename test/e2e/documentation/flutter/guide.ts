import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One line of a frames block. */
export interface FrameLine {
  /** Whose device; `app` where the line names nobody. */
  who: string;
  way: '→' | '←' | '⇠' | '✕' | '⏻';
  text: string;
  /** In the page, for who has to mend it. */
  line: number;
}

export interface Section {
  title: string;
  dialect: string;
  frames: FrameLine[];
  dart: string;
}

const FENCE = /^```(\w*) ?(.*)$/;
const FRAME = /^(?:(\w+) )?([→←⇠✕⏻]) ?(.*)$/;

/** The sections of that page that have frames or Dart in them. The frames of a section are one story. */
export function sectionsOf(page: string): Section[] {
  const sections: Section[] = [];
  let section: Section = { title: '', dialect: '', frames: [], dart: '' };
  let block: string | undefined;
  for (const [index, text] of readFileSync(join(process.cwd(), page), 'utf8').split('\n').entries()) {
    if (block === undefined && text.startsWith('## ')) {
      section = { title: text.slice(3), dialect: '', frames: [], dart: '' };
      sections.push(section);
    }
    const [, language = '', of = ''] = FENCE.exec(text) ?? [];
    if (text.startsWith('```')) {
      block = block === undefined ? language : undefined;
      if (block === 'frames') section.dialect = of;
    } else if (block === 'dart' && !text.startsWith('import ')) section.dart += `${text}\n`;
    else if (block === 'frames' && text !== '') section.frames.push(frameLine(text, index + 1));
  }
  return sections.filter(({ frames, dart }) => frames.length > 0 || dart !== '');
}

function frameLine(text: string, line: number): FrameLine {
  const [, who = 'app', way, rest = ''] = FRAME.exec(text) ?? [];
  if (way === undefined) throw new Error(`Line ${line} is no frame: ${text}`);
  return { who, way: way as FrameLine['way'], text: rest, line };
}

/** Words of the snippets that look like events and are the library's own. */
const LIBRARY = new Set(['connect_error']);
const EVENT_IN_DART = /'(hello|error|notification|[a-z]+:[a-z-]+|[a-z]+(?:_[a-z]+)+)'/g;
const EVENT_IN_FRAME = /^42\d*\["([^"]+)"/;

export function eventsInDart(sections: readonly Section[]): string[] {
  const names = sections.flatMap(({ dart }) => [...dart.matchAll(EVENT_IN_DART)].map(([, name = '']) => name));
  return [...new Set(names)].filter((name) => !LIBRARY.has(name)).sort();
}

/** What the app itself says and hears; the others' frames only make that happen. */
export function eventsInFrames(sections: readonly Section[]): string[] {
  const own = sections.flatMap(({ frames }) => frames).filter(({ who }) => who === 'app');
  return [...new Set(own.flatMap(({ text }) => EVENT_IN_FRAME.exec(text)?.[1] ?? []))].sort();
}
