import { IsInt, IsOptional, IsString, IsUUID, Matches, Max, Min } from 'class-validator';
import { HELP_TEXT_CHARACTERS, type ResolveHelp } from '../../../protocol/index.js';

const NOTE = new RegExp(`^[^]{0,${HELP_TEXT_CHARACTERS}}$`, 'u');

export class ResolveHelpDto implements ResolveHelp {
  @IsUUID()
  requestId!: string;

  @IsOptional()
  @Max(5)
  @Min(1)
  @IsInt()
  rating?: number;

  @IsOptional()
  @IsString()
  @Matches(NOTE, { message: `note must have at most ${HELP_TEXT_CHARACTERS} characters` })
  note?: string;
}
