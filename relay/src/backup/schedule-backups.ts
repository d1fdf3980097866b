import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RelayConfig } from '../config.ts';
import type { Database } from '../database/open-database.ts';
import type { Log } from '../log.ts';
import { backupDatabase } from './database-backup.ts';
import { retainedBackups } from './retained-backups.ts';

const HOUR = 3_600_000;
const NAME = /^relay-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.db$/;

const backupDir = (dataDir: string) => join(dataDir, 'backups');

export const backupName = (ms: number) =>
  `relay-${new Date(ms).toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`;

/** When a file of the backup directory was made, or undefined for a foreign file. */
export function backupTime(name: string): number | undefined {
  const parts = NAME.exec(name);
  return parts ? Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`) : undefined;
}

/** Makes today's backup if there is none yet, then removes what need not stay. Foreign files are left alone. */
export async function backupOnceADay(
  database: Database,
  dir: string,
  nowMs: number,
): Promise<boolean> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (readdirSync(dir).some((name) => NAME.exec(name)?.[1] === today)) return false;
  await backupDatabase(database, join(dir, backupName(nowMs)));
  removeOld(dir);
  return true;
}

function removeOld(dir: string): void {
  const times = readdirSync(dir).flatMap((name) => backupTime(name) ?? []);
  const kept = retainedBackups(times);
  for (const time of times.filter((one) => !kept.has(one))) {
    const file = join(dir, backupName(time));
    rmSync(file);
    if (existsSync(`${file}.sha256`)) rmSync(`${file}.sha256`);
  }
}

/** When the newest daily backup was made; undefined where there is none. */
export async function newestBackup(dataDir: string): Promise<number | undefined> {
  const names = await readdir(backupDir(dataDir)).catch(() => []);
  const times = names.flatMap((name) => backupTime(name) ?? []);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Looks every hour while the relay serves. Only for the embedded database. */
export function scheduleBackups(
  config: Pick<RelayConfig, 'dataDir'>,
  database: Database,
  log: Log,
): () => void {
  if (!database.thread) return () => {};
  const dir = backupDir(config.dataDir);
  const look = () =>
    backupOnceADay(database, dir, Date.now()).then(
      (made) => made && log.info({ event: 'backup' }, 'backup made and verified'),
      (error) => log.error({ err: error, event: 'backup-failed' }, 'backup failed'),
    );
  // Not in the first seconds: the start is for serving.
  const first = setTimeout(look, 60_000);
  const timer = setInterval(look, HOUR);
  first.unref();
  timer.unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
