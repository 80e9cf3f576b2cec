import { query } from '../../support/postgres.js';
import { ALWAYS, CROWD, onStage, type Row } from '../row.js';

export const together: Row = {
  name: 'together',
  fault: 'three nodes start together on an empty database',
  bounds: { ...ALWAYS, 'migrations done more than once': 0, 'attempts without an answer': 0 },

  /** The stage's own nodes did. */
  async run(stage, pace) {
    const { measured } = await onStage(stage, () => Promise.resolve(), CROWD[pace]);
    const done = await query<{ name: string }>(stage.database, 'SELECT name FROM lyceum.migrations');
    if (done.length === 0) throw new Error('Nothing was migrated');
    const names = new Set(done.map(({ name }) => name));
    return { 'all serving after, ms': stage.startedMs, 'migrations done more than once': done.length - names.size, ...measured };
  },
};
