import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { ServerKeyEntity } from './server-key.entity.js';

@Injectable()
export class ServerKeyRepository {
  constructor(private readonly database: Database) {}

  /** The key of that name; where there is none, this one is it from now on. Of two nodes that bring one at once the first wins. */
  async keep(name: string, offered: () => Record<string, unknown>): Promise<Record<string, unknown>> {
    const kept = await this.find(name);
    if (kept !== undefined) return kept;
    await this.database.query(`INSERT INTO server_keys (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, [
      name,
      JSON.stringify(offered()),
    ]);
    // In a statement of its own: one that runs into the other's row does not see it.
    const winner = await this.find(name);
    if (winner === undefined) throw new Error(`The server key ${name} was not kept`);
    return winner;
  }

  private async find(name: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await this.database.query<Pick<ServerKeyEntity, 'value'>>('SELECT value FROM server_keys WHERE name = $1', [
      name,
    ]);
    return row?.value;
  }
}
