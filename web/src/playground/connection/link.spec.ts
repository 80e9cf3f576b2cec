import { describe, expect, it } from '@jest/globals';
import { Link } from './link.js';
import type { Settings } from './settings.js';
import type { Tap } from './tap.js';

const SETTINGS: Settings = { dialect: 'group-study', carrier: 'websocket', named: false };

/** A link whose connections are only said to be there. */
function linked() {
  const taps: Tap[] = [];
  const sent: string[] = [];
  const link = new Link('http://localhost', (_server, _settings, tap) => {
    taps.push(tap);
    tap.state('connecting');
    return {
      send: (event) => sent.push(event),
      sendText: (text) => sent.push(text),
      close: () => tap.state('closed', 'Closed.'),
    };
  });
  return { link, taps, sent };
}

describe('a link', () => {
  it('tells how it stands, and writes down what becomes of it', () => {
    const { link, taps } = linked();
    const seen: string[] = [];
    link.subscribe(() => seen.push(link.get().state));
    link.connect(SETTINGS);
    taps[0]?.state('connected');
    taps[0]?.frame('in', '{"type":"created","sessionCode":"ABC234"}');
    taps[0]?.state('closed', 'Closed with code 4403.');
    expect(seen).toEqual(['connecting', 'connected', 'closed']);
    expect(link.get()).toEqual({ state: 'closed', why: 'Closed with code 4403.', settings: SETTINGS });
    expect(link.recorder.get().map(({ wire, event }) => event || wire)).toEqual([
      ...['Connecting…', 'Connected.', 'created', 'Closed with code 4403.'],
    ]);
  });

  it('keeps what was said over a new connection, and hears no more of the old one', () => {
    const { link, taps, sent } = linked();
    link.connect(SETTINGS);
    link.connect(SETTINGS);
    taps[0]?.frame('in', '{"type":"late"}');
    taps[0]?.state('connected');
    taps[1]?.frame('in', '{"type":"created"}');
    link.send('join', {}, false);
    expect(link.recorder.get().map(({ wire }) => wire)).toEqual(['Connecting…', 'Closed.', 'Connecting…', '{"type":"created"}']);
    expect(sent).toEqual(['join']);
    expect(link.get().state).toBe('connecting');
  });
});
