import { describe, expect, it } from '@jest/globals';
import { KINDS } from '../../test/contract/lyceum/rights/kinds.js';
import { nameOf } from '../../test/contract/lyceum/rights/row.js';
import { RIGHTS } from '../../test/contract/lyceum/rights/table.js';
import { COMMANDS } from './commands.js';
import { ERRORS } from './errors.js';

describe('the rights table of the contract tests', () => {
  it('has rows for every command, and for nothing that is no command', () => {
    const commands = new Set(RIGHTS.map(({ command }) => command));

    expect([...commands].toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  });

  it('names each of its rows differently', () => {
    const names = RIGHTS.map(nameOf);

    expect(new Set(names).size).toBe(names.length);
  });

  it.each(RIGHTS.map((row) => [nameOf(row), row] as const))(
    '%s: says for every kind of person ok, an error of the registry, or unreachable',
    (_, { cells }) => {
      const known = [...Object.keys(ERRORS), 'ok', 'unreachable'];

      expect(KINDS.filter((kind) => !known.includes(cells[kind]))).toEqual([]);
    },
  );

  it.each(RIGHTS.map((row) => [nameOf(row), row] as const))(
    '%s: has frames for a guest where a guest can reach it',
    (_, { cells, asGuest }) => {
      expect(asGuest === undefined).toBe(cells.guest === 'unreachable');
    },
  );
});
