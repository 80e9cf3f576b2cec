import { z } from 'zod';

/** What is true of this start and changes what a default or a bound is. */
export interface StartConditions {
  production: boolean;
  /** Whether a person reads the output on a terminal. */
  interactive: boolean;
  /** Working directory: relative paths begin here. */
  directory: string;
}

/** Everything there is to know of one key beside how its text is read. Parsing, error text and documentation follow from it. */
export interface Declaration {
  env: string;
  /** Older names, looked at in this order when `env` is absent. */
  aliases?: readonly string[];
  /** The values of all names that are present are joined into one list, instead of the first winning. */
  united?: true;
  /** Another key that must be set where this one is. */
  needs?: string;
  /** The value never appears in an error. */
  secret?: true;
  /** What stands in when nothing is set, written as a person would write it; absent when there is no such text. */
  default?: string;
  /** Replaces the default's text in the documentation where that is a rule rather than a value. */
  shownDefault?: string;
  /** One sentence, with the unit. */
  meaning: string;
}

/** The declaration of every setting, found by its schema. */
export const declarations = z.registry<Declaration>();

/** A key that always has a value. */
export function setting<T>(
  schema: z.ZodType<T, string>,
  declaration: Declaration & { default: string },
): z.ZodType<T, string | undefined> {
  return schema
    .prefault(declaration.default)
    .describe(schema.description ?? '')
    .register(declarations, declaration);
}

/** A key that may be left out; whether it really may is for the schema to say. */
export function settingWithoutDefault<T>(
  schema: z.ZodType<T, string | undefined>,
  declaration: Omit<Declaration, 'default'>,
): z.ZodType<T, string | undefined> {
  return schema.register(declarations, declaration);
}
