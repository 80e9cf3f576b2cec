import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { configPage } from './documentation.js';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

const GUIDES = readdirSync(new URL('docs/', root))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);
/** What the benchmarks and the tests are told is no setting of the gateway. */
const TOLD_TO_TESTS: ReadonlySet<string> = new Set(['docs/benchmarks.md', 'docs/reliability.md']);
const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...GUIDES];
/** The name of a setting, or the code of an error, as pages show them; with `=` after it, a setting. */
const UPPER_CASE = /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[`=]/g;

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  const headings = [...page.replaceAll(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links within the repository that lead nowhere. */
function brokenLinksOf(path: string): string[] {
  const links = [...read(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? new URL(path, root) : new URL(file, new URL(path, root));
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });
}

describe('the pages', () => {
  it.each(PAGES)('%s links to what is there', (path) => {
    expect(brokenLinksOf(path)).toEqual([]);
  });

  it.each(['README.md', 'CHANGELOG.md', ...GUIDES.filter((path) => !TOLD_TO_TESTS.has(path))])(
    '%s names settings and errors that there are',
    (path) => {
      const known = `${configPage()}\n${read('src/protocol/errors.ts')}`;
      const named = [...read(path).matchAll(UPPER_CASE)].map(([, name = '']) => name);
      expect(named.filter((name) => !new RegExp(String.raw`\b${name}\b`).test(known))).toEqual([]);
    },
  );

  it('are all to be found from the README', () => {
    const readme = read('README.md');
    expect(GUIDES.filter((path) => !readme.includes(`(${path})`))).toEqual([]);
  });
});
