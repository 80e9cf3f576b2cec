import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';

interface Lockfile {
  packages: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; link?: boolean; optionalDependencies?: Record<string, string> }
  >;
}

/** Versions below which a known hole is open or a promise does not hold. */
const FLOORS = {
  ws: '8.23.0',
  'socket.io': '4.8.4',
  'socket.io-parser': '4.2.7',
  'engine.io': '6.6.11',
  multer: '2.5.0',
  typeorm: '1.1.0',
  jws: '4.0.1',
};

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;

/** Every installed copy, also those inside another package. */
function versionsOf(name: string): string[] {
  const copies = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  return copies.map(([, { version = '0.0.0' }]) => version);
}

function isAtLeast(version: string, floor: string): boolean {
  const [numbers = '', prerelease] = version.split('-');
  const order = numbers.localeCompare(floor, 'en', { numeric: true });
  return order > 0 || (order === 0 && prerelease === undefined);
}

describe('the lock file', () => {
  it.each(Object.entries(FLOORS))('has every copy of %s at %s or above', (name, floor) => {
    const versions = versionsOf(name);

    expect(versions).not.toHaveLength(0);
    expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
  });

  it.each([
    ['8.22.9', '8.23.0', false],
    ['8.9.0', '8.23.0', false],
    ['8.23.0-beta.1', '8.23.0', false],
    ['8.23.0', '8.23.0', true],
    ['8.100.0', '8.23.0', true],
    ['10.0.0', '8.23.0', true],
  ])('compares versions by their numbers: %s against %s', (version, floor, expected) => {
    expect(isAtLeast(version, floor)).toBe(expected);
  });

  it('knows the checksum of everything it installs, and names no registry', () => {
    const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && link !== true);

    expect(installed.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('has the native parts of packages for every platform, not just for the one it was written on', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );

    expect(missing).toEqual([]);
  });
});
