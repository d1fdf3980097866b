import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Nothing asks, reports, updates or looks for something outside. */
export const quietPreferences = {
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.disable_open_during_load': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.prefetch-next': false,
  'remote.active-protocols': 1,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
};

export function writePreferences(profile: string, values: object): void {
  const lines = Object.entries(values).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  fs.mkdirSync(profile, { recursive: true });
  fs.writeFileSync(path.join(profile, 'user.js'), lines.join('\n'));
}

/** One for each version of the program: a newer one would throw the caches of an older one away. */
function usedProfile(): string {
  const program = ['/usr/lib/firefox-esr', '/usr/lib/firefox'].find((folder) =>
    fs.existsSync(path.join(folder, 'application.ini')),
  );
  const build = program && fs.readFileSync(path.join(program, 'application.ini'), 'utf8');
  const id = /^BuildID=(\d+)/m.exec(build ?? '')?.[1] ?? 'unknown';
  return path.join(os.tmpdir(), `iaposte-firefox-used-${process.getuid?.() ?? 0}-${id}`);
}

/**
 * Fills a profile folder with one that has lived once, without an extension: half of the time of a first start
 * is what Firefox then writes down for all later ones. The first who needs it makes it.
 * @param live starts Firefox on a profile and ends it in order
 */
export async function copyUsedProfile(
  profile: string,
  live: (profile: string) => Promise<void>,
): Promise<void> {
  const used = usedProfile();
  if (!fs.existsSync(used)) {
    const made = fs.mkdtempSync(path.join(os.tmpdir(), 'iaposte-firefox-'));
    writePreferences(made, quietPreferences);
    await live(made);
    for (const name of ['lock', '.parentlock']) fs.rmSync(path.join(made, name), { force: true });
    try {
      fs.renameSync(made, used);
    } catch {
      // Another worker was faster.
      fs.rmSync(made, { recursive: true, force: true });
    }
  }
  fs.cpSync(used, profile, { recursive: true });
}
