import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';
import { WxtVitest } from 'wxt/testing/vitest-plugin';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  test: {
    // All processors: Vitest leaves one idle by itself, which on two of them is half of the machine.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [preact(), WxtVitest()],
        resolve: { alias: { '@': root } },
        test: {
          name: 'extension-pages',
          environment: 'jsdom',
          // Each file in a context of its own in a worker that stays: jsdom is loaded once, not once a file.
          pool: 'vmThreads',
          testTimeout: 30_000,
          setupFiles: ['tests/page-setup.ts'],
          include: [
            'lib/{compose,features,platform}/**/*.test.{ts,tsx}',
            'components/**/*.test.tsx',
            'tests/compose-contract/**/*.test.ts',
          ],
        },
      },
      {
        // What is pure needs no page: a third of the time.
        resolve: { alias: { '@': root } },
        test: {
          name: 'extension-pure',
          environment: 'node',
          isolate: false,
          testTimeout: 30_000,
          include: [
            'lib/core/**/*.test.ts',
            'tests/architecture/**/*.test.ts',
            'protocol/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'relay',
          environment: 'node',
          include: ['relay/test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
