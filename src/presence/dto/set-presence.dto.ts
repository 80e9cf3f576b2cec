import { IsIn, IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { KeepsNull } from '../../common/validation.js';
import { PRESENCE_CHOICES, STATUS_CHARACTERS, type PresenceChoice, type SetPresence } from '../../protocol/index.js';

/** Counts code points, as all texts of people are counted. */
const STATUS = new RegExp(`^[^]{0,${STATUS_CHARACTERS}}$`, 'u');
const TIME_CHARACTERS = 64;

export class SetPresenceDto implements SetPresence {
  @IsIn(PRESENCE_CHOICES)
  state!: PresenceChoice;

  @KeepsNull()
  @IsOptional()
  @Matches(STATUS, { message: `statusText must have at most ${STATUS_CHARACTERS} characters` })
  @IsString()
  statusText?: string | null;

  @KeepsNull()
  @IsOptional()
  @IsISO8601({ strict: true, strictSeparator: true })
  @MaxLength(TIME_CHARACTERS)
  @IsString()
  until?: string | null;
}
