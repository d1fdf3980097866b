// Google's Closure Library is not published as modules a bundler understands: its files speak
// goog.provide / goog.module and find each other through deps.js. Concatenating them in dependency
// order gives one classic script that runs under a Content-Security-Policy without eval.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const closureRoot = fileURLToPath(
  new URL('../node_modules/google-closure-library/closure/goog/', import.meta.url),
);

/** What the Gmail-like page uses; everything else follows from deps.js. */
const wanted = [
  'goog.editor.ContentEditableField',
  'goog.editor.Field',
  'goog.editor.plugins.BasicTextFormatter',
  'goog.editor.plugins.Blockquote',
  'goog.editor.plugins.ListTabHandler',
  'goog.editor.plugins.RemoveFormatting',
  'goog.editor.plugins.UndoRedo',
  'goog.events',
];

/**
 * Reads deps.js.
 * @returns {Map<string, { file: string, requires: string[], module: boolean }>} by provided name
 */
function readDependencies() {
  const byName = new Map();
  const addDependency = (file, provides, requires, flags) => {
    const loaded = { file, requires, module: flags?.module === 'goog' || flags === true };
    if (flags?.module === 'es6') return;
    for (const name of provides) byName.set(name, loaded);
  };
  const source = fs.readFileSync(path.join(closureRoot, 'deps.js'), 'utf8');
  new Function('goog', source)({ addDependency });
  return byName;
}

/** Files in the order in which they must run: each after everything it requires. */
function orderFiles(names) {
  const dependencies = readDependencies();
  const ordered = new Set();
  const visit = (name) => {
    if (name === 'goog') return;
    const entry = dependencies.get(name);
    if (!entry) throw new Error(`Closure has no ${name}`);
    if (entry.visited) return;
    entry.visited = true;
    for (const required of entry.requires) visit(required);
    ordered.add(entry);
  };
  for (const name of names) visit(name);
  return [...ordered];
}

/** `base.js` probes an old Chrome with `eval`, which the page's policy forbids and reports. */
function withoutEvalProbe(source) {
  const probe =
    /isChrome87 = eval\(goog\.global\.trustedTypes\.emptyScript\) !==\s+goog\.global\.trustedTypes\.emptyScript;/;
  if (!probe.test(source)) throw new Error('Closure’s base.js has changed: no eval probe found');
  return source.replace(probe, '');
}

/**
 * Builds the script.
 * @returns {string} a classic script that leaves `goog` on the page
 */
export function bundleClosure() {
  const read = (file) => fs.readFileSync(path.join(closureRoot, file), 'utf8');
  const parts = [
    // The loader must not fetch deps.js itself, and DOM writes go through a named policy ("goog#html").
    "var CLOSURE_NO_DEPS = true; var CLOSURE_DEFINES = { 'goog.TRUSTED_TYPES_POLICY_NAME': 'goog', 'goog.DEBUG': false, 'goog.ENABLE_DEBUG_LOADER': false };",
    withoutEvalProbe(read('base.js')),
  ];
  for (const { file, module } of orderFiles(wanted)) {
    const source = read(file);
    parts.push(
      module
        ? `goog.loadModule(function (exports) { 'use strict';\n${source}\n; return exports; });`
        : `(function () {\n${source}\n}).call(this);`,
    );
  }
  return parts.join('\n');
}
