import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../../auth/index.js';
import { PreferencesController } from './preferences.controller.js';
import { PreferencesEntity } from './preferences.entity.js';
import { PreferencesRepository } from './preferences.repository.js';
import { Preferences } from './preferences.service.js';

/** What people chose about being told. */
@Module({
  imports: [TypeOrmModule.forFeature([PreferencesEntity]), AuthModule],
  controllers: [PreferencesController],
  providers: [Preferences, PreferencesRepository],
  exports: [Preferences],
})
export class PreferencesModule {}
