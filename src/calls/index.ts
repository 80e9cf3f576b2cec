export { CallsModule } from './calls.module.js';
export { LiveCalls } from './live-calls.js';
