import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { precompressed } from './precompressed.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
/** The gateway that `vite` passes everything but the app itself on to, while the app is being written. */
const GATEWAY = 'http://localhost:3000';
const PASSED_ON = ['/api', '/docs', '/health', '/socket.io'];

export default defineConfig({
  root: path('.'),
  plugins: [react(), tailwindcss(), precompressed()],
  // The client is built from its sources: one build, and never a stale one.
  resolve: {
    alias: [
      { find: '@lyceum/client/react', replacement: path('../sdk/src/react/index.ts') },
      { find: '@lyceum/client', replacement: path('../sdk/src/index.ts') },
    ],
  },
  build: { outDir: path('../dist/web'), emptyOutDir: true, sourcemap: false },
  server: { proxy: Object.fromEntries(PASSED_ON.map((from) => [from, { target: GATEWAY, ws: from === '/socket.io' }])) },
});
