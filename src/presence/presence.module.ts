import { Module } from '@nestjs/common';
import { LeaseStore } from './lease-store.js';
import { MemoryLeaseStore } from './memory-lease-store.js';
import { OnlinePeople } from './online-people.js';
import { PresenceGateway } from './presence.gateway.js';
import { PresenceService } from './presence.service.js';

@Module({
  providers: [PresenceGateway, OnlinePeople, PresenceService, { provide: LeaseStore, useClass: MemoryLeaseStore }],
  exports: [PresenceService],
})
export class PresenceModule {}
