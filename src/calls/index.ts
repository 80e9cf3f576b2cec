export { IceModule } from './ice/ice.module.js';
