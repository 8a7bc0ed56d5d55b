import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '.tools/**', '.cache/**', '.demo/**'],
    globalSetup: ['infra/local/test-services.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
