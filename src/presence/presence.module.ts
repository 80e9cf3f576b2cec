import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { AbsentPeople } from './absent-people.js';
import { ChangeTeller } from './change-teller.js';
import { IdleClock } from './idle-clock.js';
import { OnlinePeople } from './online-people.js';
import { PresenceSharer } from './presence-sharer.js';
import { PresenceChoices } from './presence-choices.js';
import { PresenceGateway } from './presence.gateway.js';
import { PresenceViews } from './presence-views.js';
import { PresenceService } from './presence.service.js';
import { SharedPresences } from './shared-presences.js';
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
    SharedPresences,
    PresenceService,
    Standings,
    PresenceSharer,
    IdleClock,
    ChangeTeller,
    PresenceChoices,
    WatchLists,
    AbsentPeople,
    PresenceViews,
    LastSeen,
    StoredPresences,
    PresenceRepository,
  ],
  exports: [PresenceViews, OnlinePeople],
})
export class PresenceModule {}
