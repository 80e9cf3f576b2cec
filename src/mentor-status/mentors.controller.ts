import { Controller, Get, Ip, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { OptionalBearerGuard } from '../auth/index.js';
import { BodyPipe } from '../common/body.pipe.js';
import { MENTORS_LIMIT, type Availability, type MentorStatus } from '../protocol/index.js';
import { PublicReads } from '../realtime/index.js';
import { GuestAccessGuard } from '../rooms/index.js';
import { MentorsQueryDto } from './dto/mentors-query.dto.js';
import { MentorStatuses } from './mentor-statuses.js';

/** A mentor as the instant-mentor apps show them. */
export interface ListedMentor {
  mentorId: string;
  mentorName: string;
  isAvailable: boolean;
  status: Availability;
  statusMessage: string | null;
  statusData: Record<string, unknown> | null;
  subjects: string[];
  updatedAt: string;
}

/** The list of mentors over HTTP; where guests are allowed, without a login, as the apps ask for it. */
@Controller('api/mentors')
@UseGuards(OptionalBearerGuard, GuestAccessGuard)
export class MentorsController {
  constructor(
    private readonly statuses: MentorStatuses,
    private readonly reads: PublicReads,
  ) {}

  /** Mentors who have a status. An array, as those apps know it; where there is more, the header `Link` has the next page. */
  @Get()
  async list(
    @Ip() address: string,
    @Query(new BodyPipe(MentorsQueryDto)) { available, limit = MENTORS_LIMIT, ...query }: MentorsQueryDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ListedMentor[]> {
    await this.reads.admit(address);
    const { mentors, cursor } = await this.statuses.page({ ...query, limit, available: available === 'true' });
    if (cursor !== null) {
      const { subject } = query;
      const next = { ...(subject === undefined ? {} : { subject }), ...(available === undefined ? {} : { available }) };
      response.links({
        next: `/api/mentors?${new URLSearchParams({ ...next, limit: String(limit), after: cursor }).toString()}`,
      });
    }
    return mentors.map(listed);
  }
}

function listed({ mentor, availability, statusText, metadata, subjects, updatedAt }: MentorStatus): ListedMentor {
  return {
    mentorId: mentor.id,
    mentorName: mentor.name,
    isAvailable: availability === 'available',
    status: availability,
    statusMessage: statusText,
    statusData: metadata,
    subjects,
    updatedAt,
  };
}
