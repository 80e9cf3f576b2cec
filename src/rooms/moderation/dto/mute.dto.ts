import { IsBoolean } from 'class-validator';
import type { PayloadOf } from '../../../protocol/index.js';
import { MemberTargetDto } from './member-target.dto.js';

export class MuteDto extends MemberTargetDto implements PayloadOf<'rooms:mute'> {
  @IsBoolean()
  on!: boolean;
}
