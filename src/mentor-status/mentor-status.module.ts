import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { HelpOfferEntity } from './help/help-offer.entity.js';
import { HelpRequestEntity } from './help/help-request.entity.js';
import { MentorStatusEntity } from './mentor-status.entity.js';

@Module({
  imports: [TypeOrmModule.forFeature([MentorStatusEntity, HelpRequestEntity, HelpOfferEntity]), AuthModule],
})
export class MentorStatusModule {}
