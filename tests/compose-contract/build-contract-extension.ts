import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.resolve(here, '../..');
const outlook = [
  'https://outlook.live.com/*',
  'https://outlook.office.com/*',
  'https://outlook.office365.com/*',
  'https://outlook.cloud.microsoft/*',
];

const own = (name: string) => path.join(here, `${name}.ts`);

async function bundle(entry: string, name: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    resolve: { alias: { '@': root } },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'es2023',
      lib: {
        entry,
        formats: ['iife'],
        name: 'contract',
        fileName: () => `${name}.js`,
      },
    },
  });
}

/**
 * Makes an unpacked extension that runs lib/compose as the product does: the library in the isolated
 * world, the paste helper in the page's, both at document start.
 *
 * @returns its folder; the caller removes it
 */
export async function buildContractExtension(driver = own('contract-driver')): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-contract-'));
  await bundle(driver, 'contract-driver', folder);
  await bundle(own('contract-helper'), 'contract-helper', folder);
  const manifest = {
    manifest_version: 3,
    name: 'compose contract',
    version: '1',
    host_permissions: ['https://mail.google.com/*', ...outlook],
    // Nothing runs in it; the browser drivers wait for an extension to have one.
    background: { service_worker: 'background.js', scripts: ['background.js'] },
    content_scripts: [
      { matches: outlook, js: ['contract-helper.js'], run_at: 'document_start', world: 'MAIN' },
      {
        matches: ['https://mail.google.com/*', ...outlook],
        js: ['contract-driver.js'],
        run_at: 'document_start',
      },
    ],
    browser_specific_settings: { gecko: { id: 'contract@iaposte.test' } },
  };
  fs.writeFileSync(path.join(folder, 'background.js'), '');
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}
