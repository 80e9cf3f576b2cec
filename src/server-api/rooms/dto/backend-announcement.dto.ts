import { IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

export class BackendAnnouncementDto {
  @IsObject()
  data!: Record<string, unknown>;

  /** Absent: the owner. */
  @MaxLength(256)
  @IsString()
  @IsOptional()
  senderId?: string;
}
