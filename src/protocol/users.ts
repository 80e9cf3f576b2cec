export const ROLES = ['student', 'mentor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A person as others see them. */
export interface User {
  /** UUIDv7 for people registered here, the issuer's own id for others, `guest:<id>` for guests. */
  id: string;
  /** Unique, case-insensitively; null for guests and people whose issuer gives none. */
  username: string | null;
  /** What is shown. */
  name: string;
  avatarUrl: string | null;
  role: Role;
  guest: boolean;
}
