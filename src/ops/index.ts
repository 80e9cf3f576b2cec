export { documentation } from './documentation/serve-documentation.js';
export { PinoLogger } from './logger.js';
export { OpsModule } from './ops.module.js';
export { limitPipelining } from './pipelining.js';
export { RequestsUnderWay } from './requests-under-way.js';
