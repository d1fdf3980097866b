import { AppError, toFailure } from '@/lib/core/app-error';
import { buildPrompt } from '@/lib/core/improve/build-prompt';
import { diffWords } from '@/lib/core/improve/diff-words';
import { offlinePolish } from '@/lib/core/improve/offline-polish';
import { longestAnswer, parseAnswer, readPartial } from '@/lib/core/improve/parse-answer';
import { parseBaseUrl } from '@/lib/core/improve/parse-base-url';
import {
  type ConnectionReport,
  type ImproveCommand,
  type ImproveEvent,
  type ImproveRequest,
  improvePageMessages,
  improveStream,
  type Provenance,
} from '@/lib/features/improve/messages';
import { hasHostPermission } from '@/lib/platform/host-permission';
import { listModels, type ServerAccess, streamChat } from '@/lib/platform/openai-client';
import { readServerKey, saveServerKey } from '@/lib/platform/server-key';
import { loadSettings } from '@/lib/platform/settings-store';

/** The longest draft that is taken, in UTF-16 units: a long report, not an attack on memory. */
const longestText = 200_000;

/** A content script asks: nothing it says is taken on trust (S32). Null for what is no request. */
function readRequest(untrusted: unknown): ImproveRequest | null {
  if (typeof untrusted !== 'object' || untrusted === null) return null;
  const { text, tokens, language, engine } = untrusted as Record<string, unknown>;
  const rightText = typeof text === 'string' && text.length <= longestText;
  const rightTokens =
    Array.isArray(tokens) &&
    tokens.length <= 5_000 &&
    tokens.every((token) => typeof token === 'string' && token.length <= 40);
  const asked = (['auto', 'fr', 'en', 'es'] as const).find((known) => known === language);
  if (!rightText || !rightTokens || !asked) return null;
  if (engine !== undefined && engine !== 'auto' && engine !== 'offline') return null;
  return { text, tokens, language: asked, engine };
}

/** Milliseconds between two partial texts: about a frame's worth for a person, little for the channel. */
const partialPause = 60;

/** The background half of improving. Texts pass through; none is stored or logged. */
export function registerImprove(): void {
  improveStream.accept((stream) => {
    const ended = new AbortController();
    stream.signal.addEventListener('abort', () => ended.abort());
    let running = false;
    stream.onMessage((command: ImproveCommand) => {
      if (command.type === 'abort') ended.abort();
      if (command.type !== 'run' || running) return;
      running = true;
      void improve(command.request, (event) => stream.post(event), ended.signal);
    });
  });
  improvePageMessages.handle('improve.testConnection', testConnection);
  improvePageMessages.handle('improve.hasKey', async () => {
    const { server } = await loadSettings();
    return (await readServerKey(server.baseUrl)) !== '';
  });
  improvePageMessages.handle('improve.saveKey', async ({ key, baseUrl }) => {
    const { server } = await loadSettings();
    await saveServerKey(key, baseUrl ?? server.baseUrl);
  });
}

type Post = (event: ImproveEvent) => void;

async function improve(untrusted: ImproveRequest, post: Post, signal: AbortSignal): Promise<void> {
  let raw = '';
  let source = '';
  try {
    const request = readRequest(untrusted);
    if (!request) throw new AppError('unknown', { detail: 'malformed request' });
    source = request.text;
    if (request.text.trim() === '') throw new AppError('nothing-to-improve');
    const engine = await chooseEngine(request);
    post({ type: 'started', provenance: engine.provenance });
    if (!engine.access) {
      finish(request, offlinePolish(request.text, request.language), [], engine.provenance, post);
      return;
    }
    const shown = new PacedPost((text) =>
      post({ type: 'partial', text: readPartial(text, source) }),
    );
    try {
      const answer = await streamChat({
        access: engine.access,
        model: engine.provenance.model,
        messages: buildPrompt({ ...request, tag: crypto.randomUUID().replaceAll('-', '') }),
        signal,
        maxLength: longestAnswer(request.text),
        onText(text) {
          raw = text;
          shown.partial(text);
        },
      });
      const result = parseAnswer(answer, request.text, request.tokens);
      shown.stop();
      finish(request, result.text, result.newContacts, engine.provenance, post);
    } finally {
      shown.stop();
    }
  } catch (thrown) {
    post({ type: 'failed', failure: toFailure(thrown), partial: readPartial(raw, source) });
  }
}

function finish(
  request: ImproveRequest,
  text: string,
  newContacts: string[],
  provenance: Provenance,
  post: Post,
): void {
  post({ type: 'done', text, segments: diffWords(request.text, text), provenance, newContacts });
}

interface Engine {
  provenance: Provenance;
  /** Absent for the offline rules. */
  access?: ServerAccess;
}

/** The user's server when it is set, allowed and has its key; else the rules on this device. */
async function chooseEngine(request: ImproveRequest): Promise<Engine> {
  const offline: Provenance = { engine: 'offline', destination: '', model: '' };
  const { server } = await loadSettings();
  const base = parseBaseUrl(server.baseUrl);
  if (request.engine === 'offline' || !base.ok) return { provenance: offline };
  const key = await readServerKey(base.url);
  // A server on this machine (Ollama, LM Studio) usually asks for no key.
  if (key === '' && !base.local) return { provenance: { ...offline, serverSkipped: 'no-key' } };
  if (!(await hasHostPermission(base.url))) {
    return { provenance: { ...offline, serverSkipped: 'permission-missing' } };
  }
  return {
    provenance: { engine: 'server', destination: base.host, model: server.chatModel },
    access: { baseUrl: base.url, key },
  };
}

/** Tries address and key (none typed = the stored one, for its own origin only); saves nothing. */
export async function testConnection(candidate: {
  baseUrl: string;
  key: string;
}): Promise<ConnectionReport> {
  try {
    const base = parseBaseUrl(candidate.baseUrl);
    if (!base.ok) throw new AppError('model-missing', { detail: base.problem });
    if (!(await hasHostPermission(base.url))) throw new AppError('permission-missing');
    const key = candidate.key.trim() || (await readServerKey(base.url));
    if (key === '' && !base.local) throw new AppError('no-key');
    const models = await listModels({ baseUrl: base.url, key }, new AbortController().signal);
    return { ok: true, models };
  } catch (thrown) {
    return { ok: false, models: [], failure: toFailure(thrown) };
  }
}

/** Posts partial texts at most every `partialPause`, always the newest. */
class PacedPost {
  private newest: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly post: (text: string) => void;

  constructor(post: (text: string) => void) {
    this.post = post;
  }

  partial(text: string): void {
    this.newest = text;
    if (this.timer !== undefined) return;
    this.flush();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.newest !== null) this.partial(this.newest);
    }, partialPause);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.flush();
  }

  private flush(): void {
    if (this.newest !== null) this.post(this.newest);
    this.newest = null;
  }
}
