import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { RoomsModule } from '../rooms/index.js';
import { Attendance } from './attendance/attendance.js';
import { AttendanceRepository } from './attendance/attendance.repository.js';
import { HelpOfferEntity } from './help/help-offer.entity.js';
import { HelpRequestEntity } from './help/help-request.entity.js';
import { HelpLoad } from './help/help-load.js';
import { HELP, HELP_CONTROLLERS } from './help/index.js';
import { MentorChanges } from './mentor-changes.js';
import { MentorStatusEntity } from './mentor-status.entity.js';
import { MentorStatusGateway } from './mentor-status.gateway.js';
import { MentorStatusRepository } from './mentor-status.repository.js';
import { MentorStatuses } from './mentor-statuses.js';
import { MentorTeller } from './mentor-teller.js';
import { MentorMetrics } from './mentor.metrics.js';
import { MentorsController } from './mentors.controller.js';
import { FreeMentorRepository } from './routing/free-mentor.repository.js';
import { FreeMentors } from './routing/free-mentors.js';

@Module({
  imports: [TypeOrmModule.forFeature([MentorStatusEntity, HelpRequestEntity, HelpOfferEntity]), AuthModule, RoomsModule],
  controllers: [MentorsController, ...HELP_CONTROLLERS],
  providers: [
    MentorStatusGateway,
    MentorStatuses,
    MentorStatusRepository,
    MentorChanges,
    MentorTeller,
    MentorMetrics,
    Attendance,
    AttendanceRepository,
    FreeMentors,
    FreeMentorRepository,
    ...HELP,
  ],
  exports: [HelpLoad, MentorStatuses],
})
export class MentorStatusModule {}
