import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBuiltFiles } from './built-files.js';

describe('readBuiltFiles', () => {
  it('finds nothing where no app was built', () => {
    expect(readBuiltFiles(join(tmpdir(), 'lyceum-has-no-such-folder')).size).toBe(0);
  });

  it('knows a file with its smaller ones, and leaves out what pages do not need', () => {
    const directory = mkdtempSync(join(tmpdir(), 'lyceum-web-'));
    mkdirSync(join(directory, 'assets'));
    for (const name of ['.sources', 'index.html', 'assets/a.js', 'assets/a.js.br', 'assets/a.js.map']) {
      writeFileSync(join(directory, name), name);
    }
    const files = readBuiltFiles(directory);

    expect([...files.keys()].sort()).toEqual(['/assets/a.js', '/index.html']);
    expect(files.get('/assets/a.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      body: Buffer.from('assets/a.js'),
      encoded: [{ encoding: 'br', body: Buffer.from('assets/a.js.br') }],
    });
  });
});
