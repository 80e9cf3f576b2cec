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

/** What `GET /api/users?query=` asks; without `query` it gives an `OnlinePage`. */
export interface PeopleRequest {
  /** How the username or the name begins, without regard to case; 2 to 64 characters. */
  query: string;
  /** 1 to 50, default 20. */
  limit?: number;
  /** The `cursor` of the page before. */
  after?: string;
}

/** Alphabetically; never the one who asks, nor anybody banned. */
export interface PeoplePage {
  users: User[];
  /** Where the next page begins; null on the last one. */
  cursor: string | null;
}
