import type { Plugin } from 'vite';

/** Needed by the background too: nothing here may bring a page's parts with it, or the database. */
const platform = [
  'node_modules/(webextension-polyfill|@webext-core|@wxt-dev|wxt)/.*',
  'lib/platform/(browser|change-channel|define-messages|define-stream|preferred-languages|settings-[a-z]+)\\.ts',
  'lib/core/(app-error|settings/[a-z-]+|dictation/fold-text)\\.ts',
  'lib/features/[a-z-]+/(messages|changes)\\.ts',
];
/** Shared by most views of our pages. */
const parts = [
  'node_modules/(preact|@preact|lucide-preact)/.*',
  'components/[a-z-]+\\.tsx?',
  'lib/core/format-message\\.ts',
  'lib/platform/(translate|unsaved|save-file|late-part)\\.ts',
];
const oneOf = (paths: readonly string[]): RegExp => new RegExp(`(${paths.join('|')})$`);

/**
 * What most of our pages need comes in two files instead of dozens of tiny ones: each file is a request
 * that the first paint of a page waits for. Content scripts are one file each and are left alone.
 */
export function fewFiles(): Plugin {
  const groups = [
    { name: 'platform', test: oneOf(platform), minShareCount: 2, priority: 2 },
    { name: 'parts', test: oneOf(parts), minShareCount: 2, priority: 1 },
  ];
  return {
    name: 'few-files',
    outputOptions: (options) =>
      options.format === 'es' ? { ...options, codeSplitting: { groups } } : null,
  };
}
