import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** The file in a URL. */
export class FileDto {
  @IsUUID()
  id!: string;
}

/** The query of a file's URL. */
export class FileLinkDto {
  @IsOptional()
  @IsString()
  @MaxLength(2_048)
  signature?: string;
}
