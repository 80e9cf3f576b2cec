import type { Role } from '../protocol/index.js';

const MENTOR = new Set(['mentor', 'tutor', 'teacher', 'instructor']);

/** Our word for what others call a role. `admin` is never another's to give. */
export function roleCalled(name: string): Exclude<Role, 'admin'> {
  return MENTOR.has(name.trim().toLowerCase()) ? 'mentor' : 'student';
}
