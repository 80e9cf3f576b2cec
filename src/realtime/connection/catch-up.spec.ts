import { beforeEach, describe, expect, it } from '@jest/globals';
import { aMessage } from '../../../test/support/realtime/canonical.js';
import { CatchUp, type DirectMessage } from './catch-up.js';

const said = (id: string): DirectMessage => ({ encoded: [], message: aMessage({ id }) });
const idsOf = (messages: DirectMessage[]): string[] => messages.map(({ message }) => message.id);

describe('CatchUp', () => {
  let catchUp: CatchUp;

  beforeEach(() => {
    catchUp = new CatchUp();
  });

  it('has what comes while it runs wait for its end, but for what was handed out', () => {
    catchUp.begin();
    expect(['a', 'b', 'c'].map((id) => catchUp.take(said(id)))).toEqual(['waits', 'waits', 'waits']);
    catchUp.handOut(['x', 'b']);
    expect(idsOf(catchUp.end())).toEqual(['a', 'c']);
    expect(catchUp.end()).toEqual([]);
  });

  it('lets out what comes afterwards, once', () => {
    catchUp.begin();
    catchUp.handOut(['a']);
    catchUp.end();
    expect(catchUp.take(said('a'))).toBe('known');
    expect(catchUp.take(said('b'))).toBe('out');
  });

  it('remembers what was handed out last', () => {
    catchUp.handOut(Array.from({ length: 3_000 }, (_, n) => `m${n}`));
    expect(catchUp.take(said('m999'))).toBe('out');
    expect(catchUp.take(said('m1000'))).toBe('known');
    expect(catchUp.take(said('m2999'))).toBe('known');
  });

  it('gives up on a client for which too many wait', () => {
    catchUp.begin();
    const verdicts = Array.from({ length: 1_001 }, (_, n) => catchUp.take(said(`m${n}`)));
    expect(verdicts.at(-2)).toBe('waits');
    expect(verdicts.at(-1)).toBe('overflow');
  });
});
