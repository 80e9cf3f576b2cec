import { describe, expect, it } from '@jest/globals';
import { Recorder } from '../connection/recorder.js';
import { earlierSendings } from './earlier.js';

describe('what was sent before', () => {
  it('is what this connection sent since it was opened, in its order', () => {
    const recorder = new Recorder('socket.io');
    recorder.add('out', '42["from:before",{}]');
    recorder.note('Connected.');
    recorder.add('out', '40{"token":"t"}');
    recorder.add('out', '421["rooms:create",{"title":"A"}]');
    recorder.add('in', '42["hello",{}]');
    recorder.add('out', '42["status:request"]');
    expect(earlierSendings(recorder.get())).toEqual([
      { event: 'rooms:create', payload: { title: 'A' }, ask: true, text: '421["rooms:create",{"title":"A"}]' },
      { event: 'status:request', payload: undefined, ask: false, text: '42["status:request"]' },
    ]);
  });

  it('leaves out the token, which every program sends by itself', () => {
    const recorder = new Recorder('websocket');
    recorder.add('out', '{"type":"auth","data":{"token":"t"}}');
    expect(earlierSendings(recorder.get())).toEqual([]);
  });
});
