// Looks at the built packages as a store reviewer would: sizes within budget, no code from strings,
// no source maps, and exactly the permissions that the README explains.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { permissionProblems } from './explained-permissions.ts';
import { root, say } from './prepare-machine.mjs';

/**
 * What a person waits for is what one place loads, so each place has its limit: a mail page before its first
 * compose window, the compose half with it, and one of our pages until it shows itself (without its language).
 * All scripts together are bounded too: they hold LiquidJS, a rich editor, a reader of spreadsheets and gmail.js,
 * of which no place loads more than a part. The languages are data.
 */
const budgets = {
  contentScriptKb: 100,
  composeHalfKb: 215,
  pageKb: 130,
  allScriptsKb: 1425,
  packageGzipKb: 590,
};
const mailHost =
  /^https:\/\/(mail\.google\.com|outlook\.(live\.com|office\.com|office365\.com|cloud\.microsoft))\/\*$/;
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const problems = [];

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

for (const browser of ['chrome', 'firefox']) {
  const folder = path.join(root, '.output', `${browser}-mv3`);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const all = files(folder);
  const scripts = all.filter((file) => file.endsWith('.js'));
  const kb = (bytes) => Math.round(bytes / 102.4) / 10;
  const scriptsKb = kb(scripts.reduce((sum, file) => sum + statSync(file).size, 0));
  const gzipKb = kb(all.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0));
  say(`${browser}: ${scripts.length} scripts, ${scriptsKb} KB in all, about ${gzipKb} KB packed`);

  for (const entry of manifest.content_scripts) {
    for (const file of entry.js) {
      const size = kb(statSync(path.join(folder, file)).size);
      say(`  ${file}: ${size} KB on ${entry.matches.join(' ')}`);
      if (size > budgets.contentScriptKb) {
        problems.push(`${browser}/${file} is ${size} KB, over ${budgets.contentScriptKb} KB`);
      }
    }
    const foreign = entry.matches.filter((match) => !mailHost.test(match));
    if (foreign.length > 0) problems.push(`${browser}: content script on ${foreign.join(', ')}`);
  }
  const inPages = scripts.filter((file) => file.includes('content-scripts'));
  for (const file of inPages) {
    const found = readFileSync(file, 'utf8').match(/Dexie|OpenAI|server-key|Authorization/);
    if (found) problems.push(`${browser}: a content script holds "${found[0]}"`);
  }
  const composeHalf = kb(statSync(path.join(folder, 'content-scripts/compose.js')).size);
  say(`  content-scripts/compose.js: ${composeHalf} KB with the first compose window`);
  if (composeHalf > budgets.composeHalfKb) {
    problems.push(
      `${browser}: the compose half is ${composeHalf} KB, over ${budgets.composeHalfKb}`,
    );
  }
  for (const page of all.filter((file) => file.endsWith('.html'))) {
    // The build names in the page everything that it loads before it runs.
    const loaded = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)];
    const size = kb(
      loaded.reduce((sum, [, file]) => sum + statSync(path.join(folder, file)).size, 0),
    );
    const name = path.relative(folder, page);
    say(`  ${name}: ${size} KB before it shows itself`);
    if (loaded.length === 0) problems.push(`${browser}/${name} loads no script that we can see`);
    if (size > budgets.pageKb) problems.push(`${browser}/${name} loads ${size} KB`);
  }
  if (scriptsKb > budgets.allScriptsKb) problems.push(`${browser}: ${scriptsKb} KB of scripts`);
  if (gzipKb > budgets.packageGzipKb) problems.push(`${browser}: ${gzipKb} KB packed`);

  for (const file of scripts) {
    const text = readFileSync(file, 'utf8');
    const name = `${browser}/${path.relative(folder, file)}`;
    if (/\beval\s*\(|\bnew Function\s*\(|\bFunction\s*\(\s*["'`]/.test(text)) {
      problems.push(`${name} makes code from strings`);
    }
    if (/sourceMappingURL/.test(text)) problems.push(`${name} has a source map`);
  }
  problems.push(...permissionProblems(manifest, readme, browser));
  const foreignHosts = (manifest.host_permissions ?? []).filter((host) => !mailHost.test(host));
  if (foreignHosts.length > 0) problems.push(`${browser} requires hosts: ${foreignHosts}`);
  const policy = manifest.content_security_policy?.extension_pages ?? '';
  for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"]) {
    if (!policy.includes(part)) problems.push(`${browser}: the pages' policy lacks ${part}`);
  }
  if (manifest.externally_connectable) problems.push(`${browser} can be spoken to by web pages`);
  if (manifest.web_accessible_resources?.length) {
    problems.push(
      `${browser} exposes files to pages: ${JSON.stringify(manifest.web_accessible_resources)}`,
    );
  }
}

for (const problem of problems) say(`PROBLEM ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
