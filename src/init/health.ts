/** Where the service says that it is well. */
import { randomBytes } from 'node:crypto';
import type { Answer, Client } from './client.ts';

const PATHS = [
  ...['/health', '/healthz', '/readyz', '/livez', '/ready', '/status', '/actuator/health', '/api/health'],
  ...[
    '/api/v1/health',
    '/v1/health',
    '/health/',
    '/healthz/',
    '/up',
    '/-/healthy',
    '/_health',
    '/__health__',
  ],
  ...['/__dufs__/health', '/ping', '/api/ping', '/api/status', '/api/healthz', '/heartbeat'],
];
const IS_FINE = [200, 204];

export interface FoundHealth {
  path: string;
  /** 0: the service answers it with nothing. */
  status: number;
  /** False: it only happens to answer there. */
  isOwn: boolean;
  /** Every path is answered like this, as of a service that does not know the host name: what it said. */
  refusal?: Answer;
}

/** Django, Starlette and ASP.NET, and what RFC 9110 §15.5.20 has for it. Others forbid it, as they forbid much else, and name the host. */
const UNKNOWN_HOST = [400, 421];
const FORBIDDEN = 403;

/**
 * @param given what the user named
 * @param documented what the service's document has
 */
export async function findHealth(
  client: Client,
  given: string | undefined,
  documented: string[],
): Promise<FoundHealth> {
  const send = (path: string) => client.send({ method: 'GET', path });
  if (given !== undefined) {
    const { status, path } = await send(given);
    return { path, status, isOwn: true };
  }
  // A page for every path alike, as applications in a browser and file servers have, is no sign of health.
  const nowhere = `/${randomBytes(6).toString('hex')}`;
  const [plain, folder] = [await send(nowhere), await send(`${nowhere}/`)];
  for (const path of new Set([...documented, ...PATHS])) {
    const answer = await send(path);
    if (IS_FINE.includes(answer.status) && !isAlike(answer, path.endsWith('/') ? folder : plain))
      return { path: answer.path, status: answer.status, isOwn: true };
  }
  const root = await send('/');
  const isUnknown =
    UNKNOWN_HOST.includes(root.status) ||
    (root.status === FORBIDDEN && /\bhost/i.test(root.body.toString('utf8')));
  const refuses = isUnknown && [plain, folder].every(({ status }) => status === root.status);
  return {
    ...{ path: root.path === '' ? '/' : root.path, status: root.status, isOwn: false },
    ...(refuses ? { refusal: root } : {}),
  };
}

function isAlike(answer: Answer, nowhere: Answer): boolean {
  const isPage = ({ headers }: Answer) => /html/i.test(headers['content-type'] ?? '');
  if (!IS_FINE.includes(nowhere.status)) return false;
  return answer.body.equals(nowhere.body) || (isPage(answer) && isPage(nowhere));
}
