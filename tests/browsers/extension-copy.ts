import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

interface Manifest {
  host_permissions?: string[];
  optional_host_permissions?: string[];
}

/**
 * Copies a built extension and grants it some of the hosts it would otherwise ask for. Headless
 * browsers never answer the permission prompt, so a test that needs such a host starts with it granted;
 * the prompt itself is tested elsewhere. The build stays untouched.
 * @returns the folder of the copy; the caller removes it
 */
export function copyExtensionWithHosts(buildFolder: string, hosts: readonly string[]): string {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-extension-'));
  fs.cpSync(buildFolder, copy, { recursive: true });
  const file = path.join(copy, 'manifest.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
  manifest.host_permissions = [...(manifest.host_permissions ?? []), ...hosts];
  manifest.optional_host_permissions = manifest.optional_host_permissions?.filter(
    (host) => !hosts.includes(host),
  );
  fs.writeFileSync(file, JSON.stringify(manifest));
  return copy;
}
