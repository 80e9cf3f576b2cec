/** Ids of people come from any issuer, and of guests from their apps: any text, but not of any length. */
export const PERSON_ID = /^[^]{1,256}$/u;
export const PERSON_ID_MESSAGE = 'must have 1 to 256 characters';
