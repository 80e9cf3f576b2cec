import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { AbsentPeople } from './absent-people.js';
import { ChangeTeller } from './change-teller.js';
import { IdleClock } from './idle-clock.js';
import { LeaseStore } from './lease-store.js';
import { MemoryLeaseStore } from './memory-lease-store.js';
import { OnlinePeople } from './online-people.js';
import { PresenceChoices } from './presence-choices.js';
import { PresenceGateway } from './presence.gateway.js';
import { PresenceViews } from './presence-views.js';
import { PresenceService } from './presence.service.js';
import { Standings } from './standings.js';
import { LastSeen } from './stored/last-seen.js';
import { PresenceEntity } from './stored/presence.entity.js';
import { PresenceRepository } from './stored/presence.repository.js';
import { StoredPresences } from './stored/stored-presences.js';
import { WatchLists } from './watch-lists.js';

@Module({
  imports: [TypeOrmModule.forFeature([PresenceEntity]), AuthModule],
  providers: [
    PresenceGateway,
    OnlinePeople,
    PresenceService,
    Standings,
    IdleClock,
    ChangeTeller,
    PresenceChoices,
    WatchLists,
    AbsentPeople,
    PresenceViews,
    LastSeen,
    StoredPresences,
    PresenceRepository,
    { provide: LeaseStore, useClass: MemoryLeaseStore },
  ],
  exports: [PresenceService, PresenceViews, OnlinePeople],
})
export class PresenceModule {}
