import { ready, type Node, type Stage } from '../../faults/stage.js';
import type { Gateway } from '../../support/gateway.js';
import { query } from '../../support/postgres.js';
import { pick } from '../pick.js';

export const TROUBLES = ['kill', 'cut', 'terminate'] as const;
export type TroubleKind = (typeof TROUBLES)[number];

/** Until a connection to the database that was told to end has ended. */
const ENDED_MS = 5_000;

/** What breaks under people, one thing at a time; and whether it is whole. */
export class Trouble {
  /** The nodes don't hear each other. */
  isApart = false;
  private down: Node | undefined;
  private coming: Promise<void> = Promise.resolve();

  constructor(private readonly stage: Stage) {}

  /** The node that is wanted, or another one while it is down. */
  gatewayFor(wanted: number): Gateway {
    const { nodes } = this.stage;
    return (pick(nodes, wanted) === this.down ? pick(nodes, wanted + 1) : pick(nodes, wanted)).gateway;
  }

  /** Resolves when it has happened; with the gateway that is gone, where one is. */
  async strike(kind: TroubleKind, which: number): Promise<Gateway | undefined> {
    if (kind === 'terminate') await this.terminateBackends();
    else if (kind === 'cut') this.cutFromRedis(which);
    else return this.kill(which);
    return undefined;
  }

  /** Resolves when all nodes are there, and hear each other. */
  async heal(): Promise<void> {
    await this.coming;
    for (const { redis } of this.stage.nodes) redis.admit();
    await Promise.all(this.stage.nodes.map((node) => ready(node)));
    this.isApart = false;
  }

  private async kill(which: number): Promise<Gateway> {
    const victim = pick(this.stage.nodes, which);
    this.down = victim;
    await victim.gateway.kill();
    this.coming = this.comeBack(victim);
    // Whoever needs it hears of it.
    this.coming.catch(() => undefined);
    return victim.gateway;
  }

  private async comeBack(victim: Node): Promise<void> {
    await victim.gateway.restart();
    await ready(victim);
    this.down = undefined;
  }

  private cutFromRedis(which: number): void {
    this.isApart = true;
    pick(this.stage.nodes, which).redis.reset({ refuse: true });
  }

  private async terminateBackends(): Promise<void> {
    const ended = `pg_terminate_backend(pid, ${ENDED_MS})`;
    await query(this.stage.database, `SELECT ${ended} FROM pg_stat_activity WHERE application_name = 'lyceum'`);
  }
}
