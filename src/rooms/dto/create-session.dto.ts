import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

export const TITLE_CHARACTERS = 200;
export const CAPACITY = { least: 2, most: 10_000 };

const TITLE = new RegExp(`^[^]{1,${TITLE_CHARACTERS}}$`, 'u');
const YEAR_MINUTES = 525_600;

/** `POST /api/sessions`. */
export class CreateSessionDto {
  @IsOptional()
  @Matches(TITLE, { message: `title must have 1 to ${TITLE_CHARACTERS} characters` })
  title?: string;

  @IsOptional()
  @IsInt()
  @Min(CAPACITY.least)
  @Max(CAPACITY.most)
  capacity?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(YEAR_MINUTES)
  expiresInMinutes?: number;
}
