import { strings } from '../strings/index.js';

const said = strings.account.settings;

/** In this order: most browsers call themselves by the others' names too. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** What a person would call the device that this `User-Agent` is of. */
export function deviceName(userAgent: string | null): string {
  if (userAgent === null) return said.unknownDevice;
  const named = (names: readonly [RegExp, string][]): string | undefined => names.find(([sign]) => sign.test(userAgent))?.[1];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  if (browser !== undefined && system !== undefined) return said.browserOn(browser, system);
  // Apps and programs name themselves first.
  return browser ?? system ?? /^[\w .-]{1,40}/.exec(userAgent)?.[0].trim() ?? said.unknownDevice;
}
