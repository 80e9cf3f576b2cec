import { afterAll } from '@jest/globals';
import { killAll } from './processes.js';

// Whatever a file's tests started ends with the file, also when a test failed before its own clean-up.
afterAll(killAll);
