import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountsModule } from '../../auth/index.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeys } from './api-keys.service.js';

/** API keys without anything that listens: what the gateway and its command line have in common. */
@Module({
  imports: [TypeOrmModule.forFeature([ApiKeyEntity]), AccountsModule],
  providers: [ApiKeys, ApiKeyRepository],
  exports: [ApiKeys, ApiKeyRepository],
})
export class ApiKeysModule {}
