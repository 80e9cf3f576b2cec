export { ServerApiModule } from './server-api.module.js';
