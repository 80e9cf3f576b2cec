/** Events of one `GET /api/admin/audit`. */
export const AUDIT_LIMIT = 200;

/** Something that was done, or tried, with more rights than a person has. Of what was sent nothing is kept. */
export interface AuditedAction {
  id: string;
  at: string;
  /** `key`: an API key of the app's own backend; `operator`: whoever has the command line, who has no id. */
  actor: {
    kind: 'operator' | 'admin' | 'key';
    id: string | null;
    /** What the administrator is called now. */
    name: string | null;
  };
  /** `users.ban`, `PUT /api/server/users/:id`. */
  action: string;
  /** The id of what it was done to. */
  target: string | null;
  /** What the person is called now whom it was done to, where it was one. */
  targetName: string | null;
  /** Where it was asked for; null for the command line. */
  address: string | null;
  /** `done`, or the code of the error that it was refused with. */
  outcome: string;
}

export interface AuditPage {
  /** Newest first. */
  events: AuditedAction[];
  hasMore: boolean;
  /** Gives the next page, as `before`, where there is one. */
  cursor: string | null;
}
