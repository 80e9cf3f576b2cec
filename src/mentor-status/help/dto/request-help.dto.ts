import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { HELP_TEXT_CHARACTERS, URGENCIES, type RequestHelp, type Urgency } from '../../../protocol/index.js';
import { UserTargetDto } from '../../../rooms/index.js';
import { IsSubject } from '../../dto/is-subject.js';

/** Counts code points, which class-validator's `Length` does not. */
const TEXT = new RegExp(`^[^]{0,${HELP_TEXT_CHARACTERS}}$`, 'u');

export class RequestHelpDto implements RequestHelp {
  @IsSubject()
  subject!: string;

  @IsOptional()
  @IsString()
  @Matches(TEXT, { message: `text must have at most ${HELP_TEXT_CHARACTERS} characters` })
  text?: string;

  @IsOptional()
  @IsIn(URGENCIES)
  urgency?: Urgency;

  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  mentor?: UserTargetDto;

  /** Its size is a rule of the service. */
  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;
}
