/** What a manifest asks for; of the built package. */
export interface AskingManifest {
  permissions?: string[];
  optional_permissions?: string[];
  host_permissions?: string[];
  optional_host_permissions?: string[];
  content_scripts?: { matches: string[] }[];
}

export type PermissionKind = Exclude<keyof AskingManifest, 'content_scripts'>;

const kinds: readonly PermissionKind[] = [
  'permissions',
  'optional_permissions',
  'host_permissions',
  'optional_host_permissions',
];

/**
 * What the README's table of permissions explains for one browser. In the first column each permission and each
 * host stands in back quotes; a row that begins with `optional:` is asked for later, `(Chrome)` or `(Firefox)`
 * behind it limits it to that browser. What stands without back quotes (the microphone) is no matter of the manifest.
 */
export function explainedPermissions(
  readme: string,
  browser: 'chrome' | 'firefox',
): Record<PermissionKind, string[]> {
  const [, table = ''] = readme.split(/^\| permission \| why \|\n/m);
  const explained: Record<PermissionKind, string[]> = {
    permissions: [],
    optional_permissions: [],
    host_permissions: [],
    optional_host_permissions: [],
  };
  for (const row of table.split('\n')) {
    if (!row.startsWith('|')) break;
    const [, first = '', why = ''] = row.split('|');
    const only = /\((Chrome|Firefox)\)/.exec(first)?.[1]?.toLowerCase();
    if ((only && only !== browser) || why.trim() === '') continue;
    const optional = first.trim().startsWith('optional:');
    for (const [, name = ''] of first.matchAll(/`([^`]+)`/g)) {
      const host = /[./]/.test(name);
      const pattern = host && !name.includes('://') ? `https://${name}/*` : name;
      explained[`${optional ? 'optional_' : ''}${host ? 'host_' : ''}permissions`].push(pattern);
    }
  }
  return explained;
}

/** One sentence for each thing that is asked for and not explained, or explained and not asked for. */
export function permissionProblems(
  manifest: AskingManifest,
  readme: string,
  browser: 'chrome' | 'firefox',
): string[] {
  const explained = explainedPermissions(readme, browser);
  const problems: string[] = [];
  for (const kind of kinds) {
    const asked = manifest[kind] ?? [];
    for (const name of asked.filter((one) => !explained[kind].includes(one))) {
      problems.push(`${browser} asks for ${name} (${kind}), which the README does not explain`);
    }
    for (const name of explained[kind].filter((one) => !asked.includes(one))) {
      problems.push(`the README explains ${name} (${kind}), which ${browser} does not ask for`);
    }
  }
  const reached = (manifest.content_scripts ?? []).flatMap(({ matches }) => matches);
  for (const host of new Set(reached)) {
    if (explained.host_permissions.includes(host)) continue;
    problems.push(`${browser} runs in pages of ${host}, which the README does not explain`);
  }
  return problems;
}
