import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const TITLE = /^[^]{1,200}$/u;
const YEAR_MINUTES = 525_600;

/** `POST /api/sessions`. */
export class CreateSessionDto {
  @IsOptional()
  @Matches(TITLE, { message: 'title must have 1 to 200 characters' })
  title?: string;

  @IsOptional()
  @IsInt()
  @Min(2)
  @Max(10_000)
  capacity?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(YEAR_MINUTES)
  expiresInMinutes?: number;
}
