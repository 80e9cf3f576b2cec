import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { OWN_ISSUER, type Revocation } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Database } from '../../database/index.js';
import { Revocations } from '../revocations/revocations.service.js';
import { usernameKey } from '../username.js';
import { AdministrationRepository } from './administration.repository.js';

/** Makes the accounts that `ADMIN_USERNAMES` names administrators at every start; those registered later become it then. */
@Injectable()
export class FirstAdmins implements OnApplicationBootstrap {
  private readonly logger = new Logger('Administration');

  constructor(
    private readonly config: AppConfig,
    private readonly database: Database,
    private readonly accounts: AdministrationRepository,
    private readonly revocations: Revocations,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const keys = this.config.auth.adminUsernames.map(usernameKey);
    if (keys.length === 0) return;
    const made = await this.database.transaction(async (tx) => {
      const revocations: Revocation[] = [];
      for (const userId of await this.accounts.makeAdmins(tx, keys, OWN_ISSUER)) {
        revocations.push(await this.revocations.record(tx, { kind: 'profile', userId }));
      }
      return revocations;
    });
    // Nobody is connected here yet, and other nodes look for themselves.
    if (made.length > 0) this.logger.log(`Accounts made administrators by ADMIN_USERNAMES: ${made.length}`);
  }
}
