import { Injectable } from '@nestjs/common';
import { AbsentPeople } from './absent-people.js';
import { nobodyView } from './standing.js';
import { Standings, type Views } from './standings.js';
import { StoredPresences } from './stored/stored-presences.js';

/** How people are at this moment, here or not. */
@Injectable()
export class PresenceViews {
  constructor(
    private readonly standings: Standings,
    private readonly stored: StoredPresences,
    private readonly absent: AbsentPeople,
  ) {}

  /** Of each of these ids, in their order; who was never seen looks like somebody whom there is not. */
  async of(userIds: readonly string[]): Promise<Views[]> {
    // Those who have just come are here, only nobody knows yet how they chose to be seen.
    await this.stored.settled();
    const absent = await this.absent.viewsOf(userIds.filter((userId) => this.standings.viewsOf(userId) === undefined));
    return userIds.map((userId) => {
      // Who went while the others were looked up is told of as a change.
      return this.standings.viewsOf(userId) ?? { others: absent.get(userId) ?? nobodyView(userId), own: undefined };
    });
  }
}
