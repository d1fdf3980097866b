/** A name by which its owner knows this browser again in the relay's list: `IAPosteManager · Firefox · Linux`. */
export function pageDevice(agent: string = navigator.userAgent): string {
  const browser = /Firefox\//.test(agent) ? 'Firefox' : /Edg\//.test(agent) ? 'Edge' : 'Chrome';
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
  return ['IAPosteManager', browser, system].filter(Boolean).join(' · ');
}

const systems = [
  [/Windows/, 'Windows'],
  [/Mac OS|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Android/, 'Android'],
  [/Linux/, 'Linux'],
] as const;
