import { Type } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, Matches, ValidateNested } from 'class-validator';
import { HELP_TEXT_CHARACTERS, SUBJECT_CHARACTERS, URGENCIES, type RequestHelp, type Urgency } from '../../../protocol/index.js';
import { UserTargetDto } from '../../../rooms/index.js';

/** They count code points, which class-validator's `Length` does not. */
const SUBJECT = new RegExp(`^(?=[^]*\\S)[^]{1,${SUBJECT_CHARACTERS}}$`, 'u');
const TEXT = new RegExp(`^[^]{0,${HELP_TEXT_CHARACTERS}}$`, 'u');

export class RequestHelpDto implements RequestHelp {
  @IsString()
  @Matches(SUBJECT, { message: `subject must have 1 to ${SUBJECT_CHARACTERS} characters, and not blanks alone` })
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
