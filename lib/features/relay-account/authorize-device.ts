import { AppError } from '@/lib/core/app-error';
import { readCount, readObject, readText } from '@/lib/core/read-value';
import { watchCertificate } from '@/lib/platform/certificate-watch';
import { judgeHealth } from '@/lib/platform/relay-account-answer';
import { askRelay, relayCode } from '@/lib/platform/relay-client';

/** A device authorization in progress (RFC 8628 §3.2). */
export interface DeviceRequest {
  origin: string;
  client: string;
  deviceCode: string;
  userCode: string;
  approvalUrl: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  /** Least pause between two polls, milliseconds. */
  intervalMs: number;
}

const grant = 'urn:ietf:params:oauth:grant-type:device_code';

/**
 * Finds out what answers at this origin.
 * Throws `relay-unreachable`, `relay-silent-here`, `relay-certificate`, `relay-unclear` (one of those two, the browser does not tell which;
 * with the origin in `detail`), `relay-not-one`, `relay-old`, `offline`, `timed-out`.
 */
export async function checkRelay(origin: string, signal: AbortSignal): Promise<void> {
  const certificate = watchCertificate(origin);
  try {
    const answer = await askRelay(
      { origin, token: '' },
      { path: '/api/health', timeoutMs: 10_000, signal },
    );
    const health = judgeHealth(answer);
    if (health.kind === 'other') throw new AppError('relay-not-one');
    if (health.kind === 'old') throw new AppError('relay-old', { detail: health.version });
  } catch (thrown) {
    if (
      thrown instanceof AppError &&
      /^relay-(unreachable|silent-here)$/.test(thrown.failure.code)
    ) {
      const reason = await certificate.reason();
      if (reason === 'certificate')
        throw new AppError('relay-certificate', { detail: origin }, thrown);
      if (reason === 'unknown' && origin.startsWith('https:')) {
        throw new AppError('relay-unclear', { detail: origin }, thrown);
      }
    }
    // Not found, refused or redirected without a relay's words: something else lives there.
    if (thrown instanceof AppError && /^relay-(gone|refused|scope)$/.test(thrown.failure.code)) {
      throw new AppError('relay-not-one', { status: thrown.failure.status }, thrown);
    }
    throw thrown;
  } finally {
    certificate.stop();
  }
}

/**
 * Asks for a code. Throws as `askRelay` does, and `relay-elsewhere` (with the origin in `detail`) when the page
 * to approve on is not the relay's own: nobody is sent to a stranger's page.
 */
export async function requestCode(
  origin: string,
  client: string,
  signal: AbortSignal,
): Promise<DeviceRequest> {
  const answer = readObject(
    await askRelay(
      { origin, token: '' },
      {
        path: '/api/auth/device/code',
        method: 'POST',
        body: { client_id: client, scope: 'send ai read' },
        signal,
      },
    ),
  );
  const deviceCode = readText(answer.device_code);
  const userCode = readText(answer.user_code);
  const approvalUrl = readText(answer.verification_uri_complete, readText(answer.verification_uri));
  if (deviceCode === '' || userCode === '' || !URL.canParse(approvalUrl)) {
    throw new AppError('relay-not-one');
  }
  const itself = new URL(approvalUrl).origin;
  if (itself !== origin) throw new AppError('relay-elsewhere', { detail: itself });
  return {
    origin,
    client,
    deviceCode,
    userCode,
    approvalUrl,
    expiresAt: Date.now() + Math.min(readCount(answer.expires_in, 600), 3_600) * 1000,
    intervalMs: Math.min(Math.max(readCount(answer.interval, 5), 0.2), 60) * 1000,
  };
}

/**
 * Polls until a person has answered, with the relay's interval, longer when it asks for that. A relay that
 * does not answer for a while is asked again (RFC 8628 §3.5).
 * Throws `approval-denied`, `approval-expired`, `aborted`.
 */
export async function waitForApproval(
  request: DeviceRequest,
  signal: AbortSignal,
): Promise<{ token: string; scopes: string[] }> {
  let pause = request.intervalMs;
  for (;;) {
    await sleep(pause, signal);
    if (Date.now() > request.expiresAt) throw new AppError('approval-expired');
    const answer = await poll(request, signal);
    if (answer === 'slow_down') pause += 5_000;
    else if (typeof answer === 'object') return answer;
  }
}

async function poll(
  { origin, client, deviceCode }: DeviceRequest,
  signal: AbortSignal,
): Promise<{ token: string; scopes: string[] } | 'authorization_pending' | 'slow_down'> {
  try {
    const answer = readObject(
      await askRelay(
        { origin, token: '' },
        {
          path: '/api/auth/device/token',
          method: 'POST',
          body: { grant_type: grant, device_code: deviceCode, client_id: client },
          signal,
        },
      ),
    );
    const token = readText(answer.access_token);
    if (token === '') throw new AppError('relay-not-one');
    return { token, scopes: readText(answer.scope).split(' ') };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { code } = thrown.failure;
    const said = relayCode(thrown.failure);
    if (said === 'authorization_pending' || said === 'slow_down') return said;
    if (said === 'access_denied') throw new AppError('approval-denied', {}, thrown);
    if (said === 'expired_token') throw new AppError('approval-expired', {}, thrown);
    const passing =
      /^(relay-(unreachable|silent-here|failed)|timed-out|offline|rate-limited)$/.test(code);
    if (passing) return 'slow_down';
    throw thrown;
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new AppError('aborted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
