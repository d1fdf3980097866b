import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Copies a build and moves the given patterns from optional to required hosts in the copy's manifest:
 * headless browsers show no permission prompt that could be answered. Everything else is the build.
 * Answers the copy's folder; its owner deletes it.
 */
export function copyWithGrantedHosts(extension: string, hosts: readonly string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'extension-'));
  cpSync(extension, folder, { recursive: true });
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const host of hosts) {
    if (!manifest.optional_host_permissions?.includes(host)) {
      throw new Error(`${host} is not an optional host of this build`);
    }
  }
  manifest.host_permissions = [...(manifest.host_permissions ?? []), ...hosts];
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}
