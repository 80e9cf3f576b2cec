'use strict';

// Loaded before anything else into the gateway whose pages are photographed, and into these pages: both believe that it is another time,
// so that pictures differ only where the app does. CLOCK_AHEAD_MS is what to add to the real one.
const ahead = Number(globalThis.CLOCK_AHEAD_MS ?? globalThis.process.env.CLOCK_AHEAD_MS);
const RealDate = Date;
const now = () => RealDate.now() + ahead;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
