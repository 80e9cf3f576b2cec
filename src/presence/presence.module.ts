import { Module } from '@nestjs/common';
import { LeaseStore } from './lease-store.js';
import { MemoryLeaseStore } from './memory-lease-store.js';
import { PresenceService } from './presence.service.js';

@Module({
  providers: [PresenceService, { provide: LeaseStore, useClass: MemoryLeaseStore }],
  exports: [PresenceService],
})
export class PresenceModule {}
