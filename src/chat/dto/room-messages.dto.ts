import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { NumberInText } from '../../common/number-in-text.js';
import { HISTORY_LIMIT, type HistoryRequest } from '../../protocol/index.js';
import { IsSequenceNumber } from './is-sequence-number.js';

/** The room in the URL of its messages. */
export class RoomOfMessagesDto {
  @IsUUID()
  id!: string;
}

/** The URL's query, where `chat:history` has a payload. */
export class RoomMessagesDto implements Omit<HistoryRequest, 'room'> {
  @IsOptional()
  @NumberInText()
  @IsSequenceNumber()
  before?: number;

  @IsOptional()
  @NumberInText()
  @IsSequenceNumber()
  after?: number;

  @IsOptional()
  @NumberInText()
  @IsSequenceNumber()
  around?: number;

  @IsOptional()
  @NumberInText()
  @IsInt()
  @Min(1)
  @Max(HISTORY_LIMIT)
  limit?: number;
}
