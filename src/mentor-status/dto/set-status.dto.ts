import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { KeepsNull } from '../../common/validation.js';
import {
  AVAILABILITIES,
  MENTOR_CAPACITY,
  STATUS_CHARACTERS,
  SUBJECTS,
  type Availability,
  type SetMentorStatus,
} from '../../protocol/index.js';
import { IsSubject } from './is-subject.js';

/** Counts code points, as all texts of people are counted. */
const STATUS = new RegExp(`^[^]{0,${STATUS_CHARACTERS}}$`, 'u');

export class SetStatusDto implements SetMentorStatus {
  @IsOptional()
  @IsIn(AVAILABILITIES)
  availability?: Availability;

  @KeepsNull()
  @IsOptional()
  @Matches(STATUS, { message: `statusText must have at most ${STATUS_CHARACTERS} characters` })
  @IsString()
  statusText?: string | null;

  @IsOptional()
  @IsSubject({ each: true })
  @ArrayMaxSize(SUBJECTS)
  @IsArray()
  subjects?: string[];

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MENTOR_CAPACITY)
  capacity?: number;

  /** Its size is a rule of the feature. */
  @KeepsNull()
  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown> | null;
}
