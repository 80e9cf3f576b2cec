import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The client as a package: one ES module, and one with the hooks. What apps have anyway stays outside. */
export default defineConfig({
  root: path('.'),
  logLevel: 'warn',
  build: {
    outDir: path('dist'),
    emptyOutDir: true,
    target: 'es2023',
    minify: true,
    sourcemap: true,
    lib: { entry: { index: path('src/index.ts'), react: path('src/react/index.ts') }, formats: ['es'] },
    // Vite leaves white space in libraries; `sideEffects: false` tells bundlers what they may leave out.
    rolldownOptions: { external: ['socket.io-client', /^react(\/|$)/], output: { minify: true } },
  },
});
