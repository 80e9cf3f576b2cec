import 'reflect-metadata';
import { startGateway } from './gateway.js';
import { ConfigError } from './config/index.js';

startGateway().catch((error: unknown) => {
  // Nothing of ours is running yet that could log it.
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
  process.exit(1);
});

function describe(error: unknown): string {
  return error instanceof Error ? `Lyceum could not start: ${error.message}` : String(error);
}
