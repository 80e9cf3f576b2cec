export * from './app-config.js';
export * from './banner.js';
export * from './config-error.js';
export * from './config.module.js';
export { readEnvironment, type Environment } from './environment.js';
export { loadConfig } from './load.js';
export type * from './push-settings.js';
