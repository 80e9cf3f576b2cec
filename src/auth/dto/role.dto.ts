import { IsIn } from 'class-validator';
import { ROLES, type Role } from '../../protocol/index.js';

export class RoleDto {
  @IsIn(ROLES)
  role!: Role;
}
