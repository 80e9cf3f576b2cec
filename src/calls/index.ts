export { CallsModule } from './calls.module.js';
export { LiveCalls } from './live-calls.js';
export { PushReach } from './pushed/push-reach.js';
export { Reach } from './reach.js';
export { PushReachModule } from './pushed/push-reach.module.js';
