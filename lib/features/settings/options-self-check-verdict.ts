import type { CheckedTab } from '@/lib/features/settings/messages';

/** Parts without which a window is not what it should be; others may be absent in some kinds. */
const neededParts = ['body', 'send', 'recipients'] as const;
/** What Outlook's table calls the recipients. */
const otherName: Partial<Record<(typeof neededParts)[number], string>> = { recipients: 'to' };

export interface TabVerdict {
  readonly kind: 'silent' | 'off' | 'empty' | 'doubt' | 'partial' | 'good';
  readonly windows: number;
  readonly missing: readonly (typeof neededParts)[number][];
  /** Set when the second detector of the page saw other windows than ours at its last look. */
  readonly differs: { ours: number; theirs: number } | null;
}

/** What one tab's check comes to. */
export function judgeTab(check: CheckedTab['check']): TabVerdict {
  const nothing = { windows: 0, missing: [], differs: null };
  if (!check) return { ...nothing, kind: 'silent' };
  if (check.off) return { ...nothing, kind: 'off' };
  const { windows, doubts, second } = check;
  const missing = neededParts.filter((part) =>
    windows.some(({ ranks, kind }) => {
      // A plain-text window has no rich body, a reply may hide its recipients until they are touched.
      if (part === 'body' && ranks.plain === 0) return false;
      if (part === 'recipients' && kind === 'reply') return false;
      return (ranks[part] ?? ranks[otherName[part] ?? part] ?? -1) < 0;
    }),
  );
  const { last } = second;
  const same = !last || (last.ours === last.both && last.theirs === last.both);
  const differs = same ? null : { ours: last.ours, theirs: last.theirs };
  const found = { windows: windows.length, missing, differs };
  if (doubts > 0) return { ...found, kind: 'doubt' };
  if (windows.length === 0) return { ...found, kind: 'empty' };
  return { ...found, kind: missing.length > 0 ? 'partial' : 'good' };
}

/**
 * The report as text: hosts, selector ranks, counts, versions. Built field by field from what a tab
 * answered, so that nothing else can travel in it.
 */
export function selfCheckReport(
  tabs: readonly CheckedTab[],
  version: string,
  agent: string,
): string {
  const lines = tabs.map(({ hostName, check }) => ({
    host: hostName,
    verdict: judgeTab(check).kind,
    windows: check?.windows.map(({ kind, ranks }) => ({
      kind: String(kind).slice(0, 10),
      ranks: Object.fromEntries(
        Object.entries(ranks).map(([part, rank]) => [part.slice(0, 20), Number(rank)]),
      ),
    })),
    doubts: check?.doubts,
    bars: check && { toolbar: Number(check.bars.toolbar), floating: Number(check.bars.floating) },
    second: check && {
      state: String(check.second.state).slice(0, 10),
      last: check.second.last && counts(check.second.last),
      disagreements: Number(check.second.disagreements),
    },
  }));
  return JSON.stringify({ extension: version, browser: agent, tabs: lines }, null, 2);
}

function counts({ ours, theirs, both }: { ours: number; theirs: number; both: number }) {
  return { ours: Number(ours), theirs: Number(theirs), both: Number(both) };
}
