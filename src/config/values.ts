import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/*
 * The kinds of value a key may have. Each is read from text, describes itself for the documentation, and fails with a message that
 * completes a sentence beginning with the key's name.
 */

/** Text that `read` turns into a value; `undefined` refuses it. */
export function written<T>(allowed: string, read: (text: string) => T | undefined): z.ZodType<T, string> {
  return z
    .string()
    .transform((text, context) => {
      const value = read(text.trim());
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: `must be ${allowed}` });
      return z.NEVER;
    })
    .describe(allowed);
}

export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return written(`a whole number from ${grouped(min)} to ${grouped(max)}`, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : undefined;
  });
}

export function oneOf<const V extends string>(values: readonly V[]): z.ZodType<V, string> {
  return written(`one of ${values.join(', ')}`, (text) => values.find((value) => value === text.toLowerCase()));
}

const SWITCH = new Map([
  ...['on', 'true', 'yes', '1'].map((word) => [word, true] as const),
  ...['off', 'false', 'no', '0'].map((word) => [word, false] as const),
]);

export function onOff(): z.ZodType<boolean, string> {
  return written('on or off', (text) => SWITCH.get(text.toLowerCase()));
}

const UNIT_SECONDS = new Map([
  ['', 1],
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
  ['w', 604_800],
]);
const YEAR_SECONDS = 365 * 86_400;

/** `7d`, `12h`, `15m`, `900s` or plain seconds; read as seconds. */
export function duration(): z.ZodType<number, string> {
  return written('a time from 1s to 365d such as 7d, 12h, 15m, 900s or 900 (seconds)', (text) => {
    const [, amount, unit = ''] = /^(\d{1,9}) ?([smhdw]?)$/i.exec(text) ?? [];
    const seconds = Number(amount) * (UNIT_SECONDS.get(unit.toLowerCase()) ?? NaN);
    return seconds >= 1 && seconds <= YEAR_SECONDS ? seconds : undefined;
  });
}

export function url(allowed: string, schemes: readonly string[]): z.ZodType<string, string> {
  return written(allowed, (text) => {
    const scheme = URL.canParse(text) ? new URL(text).protocol : '';
    return schemes.some((known) => scheme === `${known}:`) && text.includes('://') ? text : undefined;
  });
}

/** Addresses and CIDR ranges, separated by commas. */
export function networks(): z.ZodType<string[], string> {
  return written('a comma-separated list of IP addresses and CIDR ranges such as 10.0.0.0/8', (text) => {
    const entries = listed(text);
    return entries.every(isNetwork) ? entries : undefined;
  });
}

/** The entries of a comma-separated list, without blanks and empty places. */
export function listed(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function isNetwork(entry: string): boolean {
  const [address = '', prefix] = entry.split('/');
  // The library would take `10` or `0x7f.1` for an IPv4 address too: legal once, today a typing error.
  const plain = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return plain && (prefix === undefined || ipaddr.isValidCIDR(entry));
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
