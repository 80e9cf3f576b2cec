export type * from '../../src/protocol/index.js';
