/** What can be asked of the database: text without zero bytes, which it does not take. */
export const STORABLE_QUERY = /^[^\0]{1,256}$/u;
export const CURSOR_CHARACTERS = 1_024;

/** Yes or no, as a query string has it. */
export const YES_OR_NO = ['true', 'false'] as const;
export type YesOrNo = (typeof YES_OR_NO)[number];
