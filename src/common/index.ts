export * from './app-error.js';
export * from './domain-events.js';
export * from './guests.js';
export * from './ids.js';
export * from './joined-room.js';
export * from './network.js';
export * from './revocation.js';
export * from './text.js';
