import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type AskingManifest,
  explainedPermissions,
  permissionProblems,
} from '../../scripts/explained-permissions';

const readme = readFileSync('README.md', 'utf8');

// The built manifests are held against the same table by scripts/inspect-build.mjs.
describe.each(['chrome', 'firefox'] as const)(
  'the permissions that the README explains, %s',
  (browser) => {
    const explained = explainedPermissions(readme, browser);
    const mailHosts = explained.host_permissions;
    const manifest = (): AskingManifest => ({
      ...structuredClone(explained),
      content_scripts: [{ matches: [...mailHosts] }],
    });
    const kinds = Object.keys(explained) as (keyof typeof explained)[];

    it('are all of them: required and optional, permissions and hosts', () => {
      expect(explained.permissions).toContain('storage');
      expect(explained.permissions.includes('offscreen')).toBe(browser === 'chrome');
      expect(explained.optional_permissions).toEqual(['webRequest']);
      expect(explained.host_permissions).toContain('https://outlook.cloud.microsoft/*');
      expect(explained.optional_host_permissions).toContain('https://*/*');
      expect(permissionProblems(manifest(), readme, browser)).toEqual([]);
    });

    it.each(kinds)('one that nobody explained is a problem (%s)', (kind) => {
      const asking = manifest();
      asking[kind]?.push('https://more.example/*');
      expect(permissionProblems(asking, readme, browser)).toEqual([
        expect.stringContaining('does not explain'),
      ]);
    });

    it.each(kinds)('one that is not asked for any more is a problem (%s)', (kind) => {
      const asking = manifest();
      asking[kind]?.shift();
      expect(permissionProblems(asking, readme, browser)).toEqual([
        expect.stringContaining('does not ask for'),
      ]);
    });

    it('a page that no row names is a problem', () => {
      const asking = manifest();
      asking.content_scripts?.push({ matches: ['https://*/*'] });
      expect(permissionProblems(asking, readme, browser)).toHaveLength(1);
    });
  },
);
