import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** One script of the page, of the client in the folder that `--mode` names, the built client and React as developers run it, which shows each component twice. */
export default defineConfig(({ mode: built }) => ({
  root: path('.'),
  logLevel: 'warn',
  define: { 'process.env.NODE_ENV': '"development"' },
  resolve: {
    alias: [
      { find: '@lyceum/client/react', replacement: `${built}/built/react.js` },
      { find: '@lyceum/client', replacement: `${built}/built/index.js` },
    ],
  },
  build: {
    lib: { entry: path('page.tsx'), formats: ['iife'], name: 'Page', fileName: 'page' },
  },
}));
