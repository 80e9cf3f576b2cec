import { describe, expect, it } from '@jest/globals';
import { safeFileName } from './file-name.js';

describe('safeFileName', () => {
  it.each([
    ['notes.pdf', 'notes.pdf'],
    ['Übung 1 – Lösung.pdf', 'Übung 1 – Lösung.pdf'],
    ['U\u0308bung.pdf', 'Übung.pdf'],
    ['宿題.docx', '宿題.docx'],
    ['👩‍🏫.png', '👩‍🏫.png'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\win.ini', 'win.ini'],
    ['C:\\notes.txt', 'notes.txt'],
    ['..', 'file'],
    ['.', 'file'],
    ['', 'file'],
    ['/', 'file'],
    ['   ', 'file'],
    ['.htaccess', 'htaccess'],
    ['a\0b.png', 'ab.png'],
    ['a\r\nSet-Cookie: x.png', 'aSet-Cookie_ x.png'],
    ['annexe\u202egpj.exe', 'annexegpj.exe'],
    ['pay\u200bpal\ufeff.html', 'paypal.html'],
    ['a"b<c>d|e?f*g:h.txt', 'a_b_c_d_e_f_g_h.txt'],
    ['trailing. . ', 'trailing'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.tar.gz', '_com1.tar.gz'],
    ['console.log', 'console.log'],
    ['lone \ud800 surrogate', 'lone � surrogate'],
  ])('makes of %j %j', (given, safe) => {
    expect(safeFileName(given)).toBe(safe);
  });

  it('keeps the ending of a long name, and cuts no character in two', () => {
    expect(safeFileName(`${'a'.repeat(300)}.pdf`)).toBe(`${'a'.repeat(251)}.pdf`);
    const long = safeFileName(`a${'💥'.repeat(200)}.pdf`);
    expect(long.length).toBeLessThanOrEqual(255);
    expect(long.isWellFormed()).toBe(true);
    expect(long.endsWith('💥.pdf')).toBe(true);
    expect(safeFileName(`com1.${'a'.repeat(300)}`)).toHaveLength(255);
  });
});
