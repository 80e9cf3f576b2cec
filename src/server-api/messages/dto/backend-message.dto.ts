import { IsString, MaxLength } from 'class-validator';
import { SendMessageDto } from '../../../chat/index.js';

/** As `chat:send`, in somebody's name; where is for the URL to say. */
export class BackendMessageDto extends SendMessageDto {
  @MaxLength(256)
  @IsString()
  senderId!: string;
}
