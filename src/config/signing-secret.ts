import { z } from 'zod';

/** HS256 asks for a key as long as its hash (RFC 7518, 3.2). */
const MIN_BYTES = 32;
const ADVICE = 'make one with `openssl rand -base64 48`';

/** What templates, tutorials and the old clients' READMEs hand out, as it reads in lower case and without punctuation. */
const PLACEHOLDERS = [
  /^(?=.)(?:a|my|the)?(?:jwt|nextauth|auth|app|dev|test|default|example)?(?:secret)*(?:key|token|value|here)*\d{0,6}$/,
  /your.*(?:secret|key|here|value)/,
  /change(?:me|this|it|in|before)|pleasechange|tobechanged/,
  /replace(?:me|this|it|with|in)|placeholder|insert(?:your|a|here)|fillin/,
  /supersecret|(?:very|top|not(?:a|so)|thisis(?:a|my|the))secret|stringsecretatleast|dev(?:elopment)?(?:only)?secret/,
  /do(?:no|n)tuse|opensslrand|keyboardcat|djangoinsecure/,
  /12345678901234567890|0123456789abcdef0123456789abcdef/,
];

/** The secret tokens are signed with: anything while developing; in production present, long and from no template. */
export function signingSecret(production: boolean): z.ZodType<string | undefined, string | undefined> {
  return production ? strongSecret() : anySecret();
}

/** A secret shared with another app that makes tokens: checked in the same way, but needed by nobody. */
export function sharedSecret(production: boolean): z.ZodType<string | undefined, string | undefined> {
  return production ? strongSecret().optional() : anySecret();
}

function anySecret(): z.ZodType<string | undefined, string | undefined> {
  return z.string().optional().describe('any text; in production at least 32 bytes and no placeholder');
}

function strongSecret(): z.ZodType<string, string> {
  return z
    .string({ error: `must be set when NODE_ENV=production: ${ADVICE}` })
    .refine((secret) => !isWellKnown(secret), `is a well-known placeholder, which NODE_ENV=production refuses: ${ADVICE}`)
    .refine(
      (secret) => Buffer.byteLength(secret) >= MIN_BYTES,
      `must have at least ${MIN_BYTES} bytes when NODE_ENV=production: ${ADVICE}`,
    );
}

function isWellKnown(secret: string): boolean {
  const letters = secret.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return PLACEHOLDERS.some((placeholder) => placeholder.test(letters));
}
