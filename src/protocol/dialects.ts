/** The client protocols this gateway speaks. */
export const DIALECTS = ['lyceum', 'group-study', 'skill-lift'] as const;
export type DialectName = (typeof DIALECTS)[number];
