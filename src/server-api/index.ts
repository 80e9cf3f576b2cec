export type { ListedKey } from './keys/api-key.repository.js';
export { ApiKeysModule } from './keys/api-keys.module.js';
export { ApiKeys, type MadeKey } from './keys/api-keys.service.js';
export { backendBodies } from './requests/backend-bodies.js';
export { ServerApiModule } from './server-api.module.js';
