import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** The resources of the SDK that we call, with the indexes that lead to them. */
const kept = new Set([
  'resources/index.mjs',
  'resources/shared.mjs',
  'resources/models.mjs',
  'resources/audio/index.mjs',
  'resources/audio/audio.mjs',
  'resources/audio/speech.mjs',
  'resources/audio/transcriptions.mjs',
  'resources/chat/index.mjs',
  'resources/chat/chat.mjs',
  'resources/chat/completions/index.mjs',
  'resources/chat/completions/completions.mjs',
]);

/**
 * What those draw in for calls that we never make: `completions.stream()` and `runTools()` (we stream
 * with `create`), and signing in with a certificate or a cloud identity instead of a key.
 */
const emptied = new Set([
  'lib/ChatCompletionRunner.mjs',
  'lib/ChatCompletionStream.mjs',
  'lib/ChatCompletionStreamingRunner.mjs',
  'auth/workload-identity-auth.mjs',
  'internal/auth/x509-workload-identity-auth.mjs',
]);

/**
 * A build plugin: takes the bodies of the classes of the `openai` SDK that we never call. Its client
 * makes one object of every resource of the API, so no bundler can leave them out by itself; they were
 * two thirds of the background script. Each stays an empty class under its own name, written from the
 * module's real exports: types, `instanceof` and the client's constructor are as before, and functions
 * beside the classes are kept.
 *
 * A new version of the SDK fails the build when a module named here is gone or a listed one has no
 * class; a resource that is new in it is emptied. To call a further resource, add its file to `kept`.
 *
 * @param root the folder that holds `node_modules`
 */
export function openaiSubset(root: string): Plugin {
  const sdk = path.join(root, 'node_modules', 'openai');
  return {
    name: 'openai-subset',
    apply: 'build',
    buildStart() {
      for (const file of [...kept, ...emptied]) {
        if (!existsSync(path.join(sdk, file))) {
          this.error(`scripts/openai-subset.ts: the openai SDK has no ${file} any more`);
        }
      }
    },
    transform(code, id) {
      const file = path.relative(sdk, id.split('?')[0] ?? id).replaceAll(path.sep, '/');
      if (file.startsWith('..') || path.isAbsolute(file)) return undefined;
      // No module of the SDK does anything but define: what nobody names may go.
      if (!isEmptied(file)) return { code, map: null, moduleSideEffects: false };
      const { text, classes } = withoutClassBodies(code, this.parse(code).body);
      if (emptied.has(file) && classes === 0) {
        this.error(`scripts/openai-subset.ts: ${file} of the openai SDK has no class any more`);
      }
      return { code: text, map: null, moduleSideEffects: false };
    },
  };
}

function isEmptied(file: string): boolean {
  return emptied.has(file) || (file.startsWith('resources/') && !kept.has(file));
}

/** `code` with each exported class empty and without the assignments of statics to it. */
function withoutClassBodies(
  code: string,
  statements: readonly { start: number; end: number }[],
): { text: string; classes: number } {
  const names = new Set<string>();
  let text = '';
  for (const { start, end } of statements) {
    const source = code.slice(start, end);
    const name = /^export class (\w+)/.exec(source)?.[1];
    const owner = /^(\w+)\.\w+ = \w+;$/.exec(source)?.[1];
    if (name) {
      names.add(name);
      text += `export class ${name} {}\n`;
    } else if (!(owner && names.has(owner))) {
      text += `${source}\n`;
    }
  }
  return { text, classes: names.size };
}
