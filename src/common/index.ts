export * from './app-error.js';
export * from './domain-events.js';
export * from './guests.js';
export * from './ids.js';
export * from './network.js';
export * from './text.js';
