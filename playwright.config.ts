import { defineConfig } from '@playwright/test';

/**
 * Both browsers run the same specs. Only the Chromium project uses Playwright's own driver; Firefox ESR is
 * driven over WebDriver BiDi (tests/browsers/launch-firefox.ts), with Playwright as the runner.
 */
export default defineConfig({
  testDir: 'tests',
  testMatch: ['e2e/**/*.spec.ts', 'compose-contract/**/*.spec.ts'],
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 120_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [
    ['list'],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? ([['json']] as ['json'][]) : []),
  ],
  outputDir: 'out/test-results',
  projects: [{ name: 'chromium' }, { name: 'firefox' }],
});
