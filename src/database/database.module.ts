import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Database } from './database.js';
import { LyceumDataSource } from './lyceum-data-source.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxEventEntity } from './outbox/outbox-event.entity.js';
import { startDatabase } from './start-database.js';

/** Gives `Database` and `Outbox` to everybody. Other entities come from the features' `TypeOrmModule.forFeature([…])`. */
@Module({})
export class DatabaseModule {
  static forRoot(): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          inject: [AppConfig],
          // Being patient is startDatabase's business, not the module's.
          useFactory: (settings: AppConfig) => ({
            type: 'postgres',
            autoLoadEntities: true,
            toRetry: () => false,
            extra: settings,
          }),
          dataSourceFactory: (options) => startDatabase(options?.extra as AppConfig, options?.entities ?? []),
        }),
        TypeOrmModule.forFeature([OutboxEventEntity]),
      ],
      providers: [{ provide: LyceumDataSource, useExisting: DataSource }, Database, Outbox],
      exports: [Database, Outbox],
    };
  }
}
