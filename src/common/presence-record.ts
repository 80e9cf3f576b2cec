/** What a person chose about how others see them, and when they were last here; times in ISO 8601. */
export interface PresenceRecord {
  /** Since when they are offline to everybody else; null: they are not. */
  hiddenSince: string | null;
  statusText: string | null;
  /** When the text ends by itself. */
  statusUntil: string | null;
  lastSeenAt: string | null;
  /** How often they have chosen: of two the higher one holds. */
  revision: number;
}
