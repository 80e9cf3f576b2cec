import { Injectable, type OnModuleInit } from '@nestjs/common';
import { newId } from '../../common/index.js';
import { ClusterSignals, ConnectionTable } from '../../realtime/index.js';

/** People of one question to the other nodes. */
const AT_ONCE = 500;

interface Question {
  readonly found: Set<string>;
  readonly allFound: () => void;
  readonly sought: number;
}

/** Says who has a live device, however hidden they are to others. */
@Injectable()
export class LiveAnywhere implements OnModuleInit {
  private readonly asked = new Map<string, Question>();

  constructor(
    private readonly connections: ConnectionTable,
    private readonly signals: ClusterSignals,
  ) {}

  onModuleInit(): void {
    this.signals.on('who-is-here', ({ questionId, userIds }) => {
      const here = userIds.filter((id) => this.isHere(id));
      // It is sent before the question is confirmed, so that who asked has it when all have confirmed.
      if (here.length > 0) void this.signals.send({ name: 'is-here', data: { questionId, userIds: here } });
    });
    this.signals.on('is-here', ({ questionId, userIds }) => {
      const question = this.asked.get(questionId);
      if (question === undefined) return;
      for (const id of userIds) question.found.add(id);
      if (question.found.size >= question.sought) question.allFound();
    });
  }

  /**
   * Those of the people who have a live device, on whichever node. Asks the others only about people who are not here. Takes 2 s at most:
   * whom a node has that can't be reached in that time counts as away, as a push too many is better than none. Never in a transaction.
   */
  async among(userIds: readonly string[]): Promise<Set<string>> {
    const here = new Set(userIds.filter((id) => this.isHere(id)));
    const others = userIds.filter((id) => !here.has(id));
    const parts = Array.from({ length: Math.ceil(others.length / AT_ONCE) }, (_, part) =>
      this.amongOthers(others.slice(part * AT_ONCE, (part + 1) * AT_ONCE)),
    );
    return new Set([...here, ...(await Promise.all(parts)).flatMap((found) => [...found])]);
  }

  private isHere(userId: string): boolean {
    return this.connections.ofUser(userId).some(({ open, user }) => open && !user.guest);
  }

  private async amongOthers(userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const questionId = newId();
    const found = new Set<string>();
    const all = new Promise<void>((allFound) => {
      this.asked.set(questionId, { found, allFound, sought: userIds.length });
    });
    try {
      await Promise.race([all, this.signals.send({ name: 'who-is-here', data: { questionId, userIds } })]);
    } finally {
      this.asked.delete(questionId);
    }
    return found;
  }
}
