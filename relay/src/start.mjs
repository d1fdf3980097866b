// Starts the relay with what Node made of its sources kept on the disk. Without it every start loads the compiler that
// takes the types out, twice (main thread and database thread): 30 MB of memory for good, and a third of a second.
// Plain JavaScript, since a TypeScript file would already have loaded that compiler.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const sources = [new URL('.', import.meta.url), new URL('../../protocol/src/', import.meta.url)];

/** Changes with every change of the sources or of Node. */
function stampOfSources() {
  const hash = createHash('sha256').update(process.version);
  for (const folder of sources.map(fileURLToPath)) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const { size, mtimeMs } = statSync(join(folder, name));
      hash.update(`${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function keptStamp(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whoever could write here could run code as the relay. */
function isOursAlone(folder) {
  const { uid, mode } = statSync(folder);
  return uid === process.getuid?.() && (mode & 0o077) === 0;
}

/** Fills the cache in a process of its own, so that this one never needs the compiler. */
function prepareCache(dataDir) {
  const cache = join(dataDir, 'compile-cache');
  const stampFile = join(cache, 'stamp');
  const stamp = stampOfSources();
  if (keptStamp(stampFile) !== stamp || !isOursAlone(cache)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { mode: 0o700 });
    const filling = spawnSync(
      process.execPath,
      [...process.execArgv, fileURLToPath(new URL('fill-compile-cache.ts', import.meta.url))],
      { env: { ...process.env, NODE_COMPILE_CACHE: cache }, stdio: 'ignore', timeout: 60_000 },
    );
    if (filling.status === 0) writeFileSync(stampFile, stamp);
  }
  return cache;
}

const [command = 'serve'] = process.argv.slice(2);
if (command === 'serve') {
  try {
    const cache = prepareCache(resolve(process.env.RELAY_DATA_DIR || 'relay-data'));
    enableCompileCache(cache);
    // For the database thread.
    process.env.NODE_COMPILE_CACHE = cache;
  } catch {
    // A disk that is full or may not be written: the relay itself says so, if it matters.
  }
}
// Heaps made from here on: the database thread has little that is young. That of this thread stands already.
setFlagsFromString('--max-semi-space-size=1');
await import('./main.ts');
