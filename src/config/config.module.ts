import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { AppConfig } from './app-config.js';

/** Gives the configuration to everybody. It is loaded before the application is made, so that a bad one can be said plainly. */
@Module({})
export class ConfigModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: AppConfig, useValue: config }],
      exports: [AppConfig],
    };
  }
}
