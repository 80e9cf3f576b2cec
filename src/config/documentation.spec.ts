import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { configPage, envExample } from './documentation.js';
import { loadConfig } from './load.js';

const root = new URL('../../', import.meta.url);

describe('the generated documentation', () => {
  it.each([
    ['docs/config.md', configPage],
    ['.env.example', envExample],
  ])('%s is what scripts/config-docs.mjs would write now', (path, render) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(render());
  });

  it('offers an example whose every line can be switched on', () => {
    const values = parseEnv(envExample().replaceAll(/^#(?=[A-Z])/gm, ''));
    expect(Object.keys(values)).toEqual(expect.arrayContaining(['PORT', 'JWT_SECRET', 'DATABASE_URL', 'METRICS']));
    const JWT_SECRET = 'Zk3vJx9Q2mTfR7pWc5LbN8hYd4GsA1eU6oKiXqBz';
    const start = { interactive: true, directory: '/srv' };
    expect(loadConfig({ ...values, JWT_SECRET }, start)).toEqual(loadConfig({ JWT_SECRET }, start));
  });

  it('gives a default, what is allowed and a meaning for every key, and the old names', () => {
    const rows = configPage().match(/^\| `.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(30);
    expect(
      rows.filter((row) => row.split(/(?<!\\)\|/).some((cell, index) => index > 0 && index < 5 && cell.trim() === '')),
    ).toEqual([]);
    for (const alias of ['WS_PORT', 'DB_CONNECTION_STRING', 'FRONTEND_URL', 'NEXTAUTH_URL']) {
      expect(configPage()).toContain(`\`${alias}\``);
      expect(envExample()).toContain(alias);
    }
  });
});
