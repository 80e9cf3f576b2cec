import { describe, expect, it } from '@jest/globals';
import { Recorder } from '../connection/recorder.js';
import { eventsIn, EVERYTHING, exported, shownFrames, type Filter } from './filter.js';

const recorder = new Recorder('websocket', () => Date.UTC(2026, 0, 2, 3, 4, 5));
recorder.note('Connected.');
recorder.add('out', '{"type":"join","sessionCode":"ABC234"}');
recorder.add('in', '{"type":"joined","participants":["Ana"]}');
recorder.add('in', '{"type":"message","message":"Hello"}');
const frames = recorder.get();

const shown = (filter: Partial<Filter>) => shownFrames(frames, { ...EVERYTHING, ...filter }).map(({ event }) => event);

describe('the log', () => {
  it('shows everything, the newest first', () => {
    expect(shown({})).toEqual(['message', 'joined', 'join', '']);
  });

  it.each<[Partial<Filter>, string[]]>([
    [{ direction: 'out' }, ['join', '']],
    [{ direction: 'in' }, ['message', 'joined', '']],
    [{ event: 'message' }, ['message']],
    [{ text: 'abc234' }, ['join']],
    [{ text: ' HELLO ' }, ['message']],
    [{ direction: 'in', text: 'abc' }, []],
  ])('of %j shows %j', (filter, events) => {
    expect(shown(filter)).toEqual(events);
  });

  it('knows the events that were seen', () => {
    expect(eventsIn(frames)).toEqual(['join', 'joined', 'message']);
  });

  it('is exported whole, in its order', () => {
    expect(JSON.parse(exported(frames))).toMatchObject([
      { direction: 'note', wire: 'Connected.', at: '2026-01-02T03:04:05.000Z' },
      { direction: 'out', event: 'join', bytes: 38 },
      { direction: 'in', event: 'joined', data: { participants: ['Ana'] } },
      { direction: 'in', event: 'message', wire: '{"type":"message","message":"Hello"}' },
    ]);
  });
});
