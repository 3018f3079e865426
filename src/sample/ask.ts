import { withDeadline } from '../deadline.ts';
import type { Adapter, Values } from './adapters/adapter.ts';
import { boundedBody } from './body.ts';

/** Prometheus metrics come in the text form only to those who ask for it; to unzip costs more than a loopback does. */
const HEADERS = {
  accept: 'text/plain;version=0.0.4, application/json;q=0.5, */*;q=0.1',
  'accept-encoding': 'identity',
};

/** What stands at a URL, read by its adapter; undefined when nothing of that form came in time. Never rejects. */
export async function ask(
  url: string,
  { mostBytes, read }: Pick<Adapter, 'mostBytes' | 'read'>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Values | undefined> {
  try {
    return await withDeadline(timeoutMs, signal, async (limited) => {
      const answer = await fetch(url, { signal: limited, redirect: 'error', headers: HEADERS });
      if (answer.ok) return read((await boundedBody(answer, mostBytes)).toString('utf8'));
      await answer.body?.cancel();
      return undefined;
    });
  } catch {
    return undefined;
  }
}
