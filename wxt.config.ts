import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { catalogueFiles } from './scripts/catalogue-files.ts';
import { fewFiles } from './scripts/few-files.ts';
import { openaiSubset } from './scripts/openai-subset.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  alias: { '@': root },
  vite: ({ browser }) => ({
    plugins: [preact(), openaiSubset(root), fewFiles()],
    // The mail page must never be able to read our sources or map them back.
    build: {
      sourcemap: false,
      target: 'es2023',
      // The oldest that can have it (below): `light-dark()` stays as it is, instead of two variables a colour.
      cssTarget: browser === 'firefox' ? 'firefox140' : 'chrome123',
    },
    // A worker loads a heavy reader when it is wanted: that needs modules.
    worker: { format: 'es' },
  }),
  hooks: {
    'build:publicAssets': (_wxt, files) => {
      files.push(...catalogueFiles());
    },
  },
  zip: {
    name: 'iapostemanager',
    excludeSources: ['relay/**', 'tests/**', 'demo/**', 'bench/**', 'docs/**', 'out/**', '.ci/**'],
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    short_name: 'IAPosteManager',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    permissions:
      browser === 'firefox'
        ? ['storage', 'alarms', 'scripting']
        : ['storage', 'alarms', 'scripting', 'offscreen', 'sidePanel'],
    // Asked for one address at a time, when the user enters a server of their own.
    optional_host_permissions: ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*'],
    // Asked for with a relay's address: tells a wrong certificate from a relay that is down.
    optional_permissions: ['webRequest'],
    action: { default_title: '__MSG_actionTitle__' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+M' } },
      dictate: { suggested_key: { default: 'Alt+Shift+D' }, description: '__MSG_commandDictate__' },
      improve: { suggested_key: { default: 'Alt+Shift+I' }, description: '__MSG_commandImprove__' },
      'open-panel': {
        suggested_key: { default: 'Alt+Shift+P' },
        description: '__MSG_commandOpenPanel__',
      },
    },
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    },
    minimum_chrome_version: browser === 'firefox' ? undefined : '123',
    browser_specific_settings:
      browser === 'firefox'
        ? {
            gecko: {
              id: 'iapostemanager@iapostemanager.org',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          }
        : undefined,
  }),
});
