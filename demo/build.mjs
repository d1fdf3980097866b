// Builds the practice mailbox into demo/dist. Nothing is done when the sources are as they were.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { withBuildLock } from './build-lock.mjs';
import { bundleClosure } from './bundle-closure.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.dirname(here.replace(/\/$/, ''));
const distFolder = path.join(here, 'dist');

function sourceFiles(folder) {
  return fs.readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return entry.isFile() && !file.startsWith(distFolder) ? [file] : [];
  });
}

/** A fingerprint of everything the result depends on. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...sourceFiles(here), path.join(root, 'package-lock.json')].sort()) {
    hash.update(file).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

async function buildAll() {
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: distFolder,
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: {
          gmail: path.join(here, 'gmail/main.ts'),
          outlook: path.join(here, 'outlook/main.ts'),
        },
        output: {
          // One chunk for what both mailboxes share, under a name that the pages can link to.
          codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
          entryFileNames: '[name].js',
          chunkFileNames: '[name].js',
          assetFileNames: '[name][extname]',
        },
      },
    },
  });
  fs.writeFileSync(path.join(distFolder, 'closure.js'), bundleClosure());
  for (const mailbox of ['gmail', 'outlook']) {
    fs.copyFileSync(
      path.join(here, mailbox, 'page.html'),
      path.join(distFolder, `${mailbox}.html`),
    );
  }
}

/**
 * Makes demo/dist: gmail.js, outlook.js, their style sheets and pages, and closure.js.
 * @returns {Promise<{ folder: string, built: boolean }>} `built` is false when it was up to date
 */
export async function buildMailbox() {
  return withBuildLock(distFolder, async () => {
    const stamp = path.join(distFolder, '.fingerprint');
    const wanted = fingerprint();
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) {
      return { folder: distFolder, built: false };
    }
    await buildAll();
    fs.writeFileSync(stamp, wanted);
    return { folder: distFolder, built: true };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { built } = await buildMailbox();
  console.log(built ? 'Practice mailbox built.' : 'Practice mailbox is up to date.');
}
