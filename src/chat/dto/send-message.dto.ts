import { ArrayMaxSize, ArrayUnique, IsArray, IsObject, IsOptional, IsString, IsUUID, Length, Matches, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { ATTACHMENTS, CLIENT_ID_CHARACTERS, MENTIONS, type SendMessage } from '../../protocol/index.js';
import { RoomTargetDto, UserTargetDto } from '../../rooms/index.js';

/** Issuers make their ids themselves; none is longer than this. */
const USER_ID_CHARACTERS = 256;

export class SendMessageDto implements SendMessage {
  /** That it is one of the two is a rule of the chat. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RoomTargetDto)
  room?: RoomTargetDto;

  @IsOptional()
  @ValidateNested()
  @Type(() => UserTargetDto)
  to?: UserTargetDto;

  /** Its length is a rule of the chat, counted in code points; so is whether it may be empty. */
  @IsString()
  text!: string;

  @IsOptional()
  @IsString()
  @Length(1, CLIENT_ID_CHARACTERS)
  clientId?: string;

  @IsOptional()
  @IsString()
  @Matches(/^[\w-]{1,32}$/, { message: 'kind must be 1 to 32 characters of a-z, A-Z, 0-9, _ and -' })
  kind?: string;

  @IsOptional()
  @IsObject()
  metadata?: Record<string, unknown>;

  @IsOptional()
  @IsUUID()
  replyTo?: string;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MENTIONS)
  @IsString({ each: true })
  @Length(1, USER_ID_CHARACTERS, { each: true })
  mentions?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(ATTACHMENTS)
  @IsUUID(undefined, { each: true })
  @ArrayUnique((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id), {
    message: 'attachments must name each file once',
  })
  attachments?: string[];
}
