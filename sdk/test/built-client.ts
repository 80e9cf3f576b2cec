import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs a package's program as a shell would, not as a test. */
export async function program(path: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' };
  const { stdout } = await run(process.execPath, [join('node_modules', path), ...args], { env });
  return stdout;
}

export const vite = (...args: string[]): Promise<string> => program('vite/bin/vite.js', 'build', ...args);

/** The package, built into a folder of its own: several files of tests may run at once. */
export class BuiltClient {
  readonly folder: string;

  private constructor() {
    mkdirSync('.cache', { recursive: true });
    // Inside the project, so that what lies there finds its packages.
    this.folder = mkdtempSync(join(process.cwd(), '.cache', 'client-'));
  }

  static async build(): Promise<BuiltClient> {
    const built = new BuiltClient();
    await vite('--config', 'sdk/vite.config.ts', '--outDir', built.path('built'), '--emptyOutDir');
    return built;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
