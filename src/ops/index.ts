export { PinoLogger } from './logger.js';
export { OpsModule } from './ops.module.js';
