import { IsBoolean, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { PayloadOf } from '../../../protocol/index.js';
import { NamedRoomDto } from '../../dto/named-room.dto.js';
import { PERSON_ID, PERSON_ID_MESSAGE } from './person-id.js';

export class ListMembersDto extends NamedRoomDto implements PayloadOf<'rooms:members'> {
  @IsOptional()
  @IsBoolean()
  banned?: boolean;

  @IsOptional()
  @Matches(PERSON_ID, { message: `after ${PERSON_ID_MESSAGE}` })
  after?: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}
