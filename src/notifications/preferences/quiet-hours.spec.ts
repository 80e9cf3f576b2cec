import { describe, expect, it } from '@jest/globals';
import { isQuiet, isTimeZone } from './quiet-hours.js';

describe('quiet hours', () => {
  it.each([
    // Within a day; the beginning belongs to it, the end does not.
    ['12:00', '14:00', 'UTC', '2026-03-02T11:59:59.999Z', false],
    ['12:00', '14:00', 'UTC', '2026-03-02T12:00:00Z', true],
    ['12:00', '14:00', 'UTC', '2026-03-02T13:59:59.999Z', true],
    ['12:00', '14:00', 'UTC', '2026-03-02T14:00:00Z', false],
    // Over midnight.
    ['22:00', '07:00', 'UTC', '2026-03-02T21:59:00Z', false],
    ['22:00', '07:00', 'UTC', '2026-03-02T22:00:00Z', true],
    ['22:00', '07:00', 'UTC', '2026-03-03T00:00:00Z', true],
    ['22:00', '07:00', 'UTC', '2026-03-03T06:59:00Z', true],
    ['22:00', '07:00', 'UTC', '2026-03-03T07:00:00Z', false],
    ['00:00', '06:00', 'UTC', '2026-03-03T00:00:00Z', true],
    ['18:00', '00:00', 'UTC', '2026-03-03T23:59:00Z', true],
    ['18:00', '00:00', 'UTC', '2026-03-03T00:00:00Z', false],
    // By the person's own clock: in winter an hour, in summer two before UTC.
    ['22:00', '07:00', 'Europe/Berlin', '2026-01-15T21:00:00Z', true],
    ['22:00', '07:00', 'Europe/Berlin', '2026-01-15T20:59:00Z', false],
    ['22:00', '07:00', 'Europe/Berlin', '2026-07-15T20:00:00Z', true],
    ['22:00', '07:00', 'Europe/Berlin', '2026-07-15T05:00:00Z', false],
    ['22:00', '07:00', 'Asia/Kathmandu', '2026-07-15T16:15:00Z', true],
    ['22:00', '07:00', 'Asia/Kathmandu', '2026-07-15T16:14:00Z', false],
    ['22:00', '07:00', 'Pacific/Kiritimati', '2026-07-15T08:00:00Z', true],
    // In spring Berlin goes from 01:59 to 03:00.
    ['22:00', '07:00', 'Europe/Berlin', '2026-03-29T04:59:00Z', true],
    ['22:00', '07:00', 'Europe/Berlin', '2026-03-29T05:00:00Z', false],
    ['02:30', '04:00', 'Europe/Berlin', '2026-03-29T00:59:00Z', false],
    ['02:30', '04:00', 'Europe/Berlin', '2026-03-29T01:00:00Z', true],
    ['02:15', '02:45', 'Europe/Berlin', '2026-03-29T01:00:00Z', false],
    ['01:00', '02:30', 'Europe/Berlin', '2026-03-29T00:59:00Z', true],
    ['01:00', '02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z', false],
    // In autumn it shows 02:00 to 02:59 twice.
    ['22:00', '07:00', 'Europe/Berlin', '2026-10-25T05:59:00Z', true],
    ['22:00', '07:00', 'Europe/Berlin', '2026-10-25T06:00:00Z', false],
    ['02:15', '02:45', 'Europe/Berlin', '2026-10-25T00:20:00Z', true],
    ['02:15', '02:45', 'Europe/Berlin', '2026-10-25T00:50:00Z', false],
    ['02:15', '02:45', 'Europe/Berlin', '2026-10-25T01:20:00Z', true],
    ['02:15', '02:45', 'Europe/Berlin', '2026-10-25T01:50:00Z', false],
    // Half an hour of summer.
    ['01:45', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:20:00Z', true],
    ['01:45', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z', false],
  ])('%s to %s in %s, at %s: %s', (from, to, timeZone, at, quiet) => {
    expect(isQuiet({ from, to, timeZone }, new Date(at))).toBe(quiet);
  });

  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Europe/Atlantis', false],
    ['+01:00', false],
    ['', false],
    ['Europe/Berlin\0', false],
  ])('%j is a time zone: %s', (name, known) => {
    expect(isTimeZone(name)).toBe(known);
  });
});
