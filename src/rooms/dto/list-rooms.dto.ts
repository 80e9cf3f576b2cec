import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';

export class ListRoomsDto {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;

  /** Id of the last room of the page before. */
  @IsOptional()
  @IsUUID()
  before?: string;
}
