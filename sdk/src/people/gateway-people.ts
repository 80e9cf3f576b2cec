import type { PeoplePage, User, UserTarget } from '../../../src/protocol/index.js';
import type { Wire } from '../core/wire.js';
import type { People } from './people.js';

/** `People` as the gateway knows them. */
export class GatewayPeople implements People {
  constructor(private readonly wire: Wire) {}

  search(query: string, { limit, after }: { limit?: number; after?: string } = {}): Promise<PeoplePage> {
    return this.wire.http.json('/api/users', { query: { query, limit, after } });
  }

  async block(person: UserTarget): Promise<User> {
    return (await this.wire.request('rooms:block', { user: person })).user;
  }

  async unblock(person: UserTarget): Promise<User> {
    return (await this.wire.request('rooms:unblock', { user: person })).user;
  }

  async blocked(): Promise<User[]> {
    return (await this.wire.request('rooms:blocks', {})).users;
  }
}
