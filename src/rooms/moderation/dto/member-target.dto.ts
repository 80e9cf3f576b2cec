import { Matches } from 'class-validator';
import type { MemberTarget } from '../../../protocol/index.js';
import { NamedRoomDto } from '../../dto/named-room.dto.js';
import { PERSON_ID, PERSON_ID_MESSAGE } from './person-id.js';

/** A command about one person in one room: `rooms:kick`, `rooms:ban`, `rooms:unban`. */
export class MemberTargetDto extends NamedRoomDto implements MemberTarget {
  @Matches(PERSON_ID, { message: `userId ${PERSON_ID_MESSAGE}` })
  userId!: string;
}
