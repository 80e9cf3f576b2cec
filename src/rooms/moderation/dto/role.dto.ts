import { IsIn } from 'class-validator';
import { MEMBER_ROLES, type MemberRole, type PayloadOf } from '../../../protocol/index.js';
import { MemberTargetDto } from './member-target.dto.js';

export class RoleDto extends MemberTargetDto implements PayloadOf<'rooms:role'> {
  @IsIn(MEMBER_ROLES)
  role!: MemberRole;
}
