import { defineConfig } from '@playwright/test';

/**
 * Both projects run the same specs on the practice mailbox. Playwright cannot drive a stock Firefox, so
 * the browsers are started by tests/browsers; Playwright is the runner and, in Chromium, the driver.
 */
export default defineConfig({
  testDir: 'tests',
  testMatch: ['e2e/**/*.spec.ts', 'compose-contract/**/*.spec.ts'],
  outputDir: 'out/test-results',
  workers: 2,
  retries: 0,
  timeout: 120_000,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : 'list',
  // What is waited for may take its time on a busy machine; the default of 5 s is too short there.
  expect: { timeout: 20_000 },
  // What one browser cannot show carries the other's tag, and its title says why.
  projects: [
    { name: 'chromium', grepInvert: /@firefox/ },
    { name: 'firefox', grepInvert: /@chromium/ },
  ],
});
