import { describe, expect, it } from '@jest/globals';
import { keyOfShownName, usernameFrom, usernameKey } from './username.js';

describe('usernameFrom', () => {
  it.each([
    'ana',
    'Ana',
    'admin',
    'a.b_c-d',
    '123',
    '_x_',
    'x'.repeat(32),
    'josé',
    'мария',
    'иван-2',
    'γιώργος',
    'أحمد',
    'שרה_1',
    'अनीता',
    'สมชาย',
    '山田太郎',
    'やまだ太郎',
    'サッカー部',
    '김민준',
    '金민준',
    'ㄅㄆㄇ漢',
    'Ƙande',
  ])('accepts %s', (typed) => {
    expect(usernameFrom(typed).toLowerCase()).toBe(typed.toLowerCase());
  });

  it.each([
    ['ａｎａ', 'ana'],
    ['Ａna', 'Ana'],
    ['ﬁona', 'fiona'],
    ['Jose\u0301', 'josé'],
    ['JOSÉ', 'josé'],
    ['МАРИЯ', 'мария'],
    ['İpek', 'Ipek'],
    ['ｻｯｶｰ', 'サッカー'],
  ])('keeps %s as %s', (typed, kept) => {
    expect(usernameFrom(typed)).toBe(kept);
  });

  it.each([
    ['', 'nothing'],
    ['ab', 'two characters'],
    ['x'.repeat(33), 'thirty-three characters'],
    ['ﷺ'.repeat(3), 'what grows when it is normalised'],
    ['ana maria', 'a space'],
    [' ana', 'a space before'],
    ['ana\u00A0', 'a hard space'],
    ['ana\t', 'a tab'],
    ['ad\u200Bmin', 'a zero-width space'],
    ['ad\u200Dmin', 'a zero-width joiner'],
    ['admin\uFEFF', 'a byte order mark'],
    ['ad\u00ADmin', 'a soft hyphen'],
    ['ad\u2060min', 'a word joiner'],
    ['\u202Enimda', 'a change of direction'],
    ['ana\u2066', 'a direction isolate'],
    ['ana\u3164', 'a Hangul filler'],
    ['admi\u0323\u0335n', 'loose accents'],
    ['i\u0307an', 'an i with a second dot'],
    ['ana\uFE0F', 'a variation selector'],
    ['ana🙂', 'an emoji'],
    ['ana:guest', 'a colon'],
    ['ana/../x', 'slashes'],
    ['<ana>', 'markup'],
    ['...', 'dots alone'],
    ['ana\0', 'a NUL'],
    ['ana\u0661', 'digits that have look-alikes'],
  ])('refuses %p: %s', (typed) => {
    expect(() => usernameFrom(typed)).toThrow(expect.objectContaining({ code: 'INVALID', field: 'username' }));
  });

  it.each([
    ['аdmin', 'Cyrillic а'],
    ['admіn', 'Cyrillic і'],
    ['pαul', 'Greek alpha'],
    ['ѕсоре1x', 'Latin x among Cyrillic'],
    ['ana漢', 'Latin and Han'],
    ['かな김', 'Hiragana and Hangul'],
    ['ㄅㄆ김', 'Bopomofo and Hangul'],
    ['Ꭺdmin', 'Cherokee'],
  ])('refuses %s, which mixes alphabets: %s', (typed) => {
    expect(() => usernameFrom(typed)).toThrow(/must not mix/);
  });

  it.each(['ɑdmin', 'aɡnes', 'ǀars'])('refuses %s, with a letter that only looks like another', (typed) => {
    expect(() => usernameFrom(typed)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  it.each(['System', 'LYCEUM', 'ｓystem', 'everyone'])('refuses %s, which is reserved', (typed) => {
    expect(() => usernameFrom(typed)).toThrow(/reserved/);
  });
});

describe('usernameKey', () => {
  it.each([
    ['Admin', 'aDMIN'],
    ['Ａdmin', 'admin'],
    ['ÄRGER', 'ärger'],
    ['ΓΙΏΡΓΟΣ', 'γιώργος'],
    ['JOSE\u0301', 'josé'],
  ])('is the same for %s and %s', (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });
});

describe('keyOfShownName', () => {
  it.each(['Ad\u200Bmin', ' admin ', '\u202Eadmin', 'ＡＤＭＩＮ', 'admin\u2060'])('sees through %p', (name) => {
    expect(keyOfShownName(name)).toBe('admin');
  });
});
