import { boundedBody } from '../../bounded-body.ts';
import { withDeadline } from '../../deadline.ts';
import { request } from '../../network/way.ts';
import type { Adapter, Values } from './adapters/adapter.ts';

/** Prometheus metrics come in the text form only to those who ask for it; to unzip costs more than a loopback does. */
const HEADERS = {
  accept: 'text/plain;version=0.0.4, application/json;q=0.5, */*;q=0.1',
  'accept-encoding': 'identity',
};

/** How a service is asked for what it tells of itself. */
export interface Manner {
  /** Sent with each request; may hold secrets. Never sent on to where a redirect leads. */
  headers: Record<string, string>;
  /** Paths that answered that the asker is not, or not enough, known: 401 and 403. */
  refused: Set<string>;
}

const REFUSALS = [401, 403];

/** What stands at a URL, read by its adapter; undefined when nothing of that form came in time. Never rejects. */
export async function ask(
  url: string,
  { mostBytes, read }: Pick<Adapter, 'mostBytes' | 'read'>,
  timeoutMs: number,
  { headers, refused }: Manner,
  signal?: AbortSignal,
): Promise<Values | undefined> {
  try {
    return await withDeadline(timeoutMs, signal, async (limited) => {
      const asked = new Headers(HEADERS);
      for (const [name, value] of Object.entries(headers)) asked.set(name, value);
      const answer = await request(url, { signal: limited, redirect: 'error', headers: asked });
      if (REFUSALS.includes(answer.status)) refused.add(new URL(url).pathname);
      if (answer.ok) return read((await boundedBody(answer, mostBytes)).toString('utf8'));
      await answer.body?.cancel();
      return undefined;
    });
  } catch {
    return undefined;
  }
}
