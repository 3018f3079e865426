import { withDeadline } from '../../deadline.ts';
import { boundedBody } from '../../network/bounded-body.ts';
import { request } from '../../network/way.ts';
import type { ProbeSilence } from '../../store/records/records.ts';
import type { Adapter, Values } from './adapters/adapter.ts';
import { keptLines } from './kept-lines.ts';
import { failed, ofOtherForm, type Silence, withoutBody } from './silence.ts';

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
  /** Probes that told nothing at least once, by form and place. */
  silent: Map<string, ProbeSilence>;
}

/** @param headers see Manner */
export function mannerOf(headers: Manner['headers'] = {}): Manner {
  return { headers, refused: new Set(), silent: new Map() };
}

export function noteSilence({ silent }: Manner, silence: ProbeSilence): void {
  silent.set(`${silence.form} ${silence.where}`, silence);
}

const REFUSALS = [401, 403];

/** `isComing` where the time was up while a page that may be large was still coming. */
export type Told = { values: Values } | { silence: Silence; isComing?: boolean };

/** What stands at a URL, read by its adapter, or why that tells nothing. Never rejects. */
export async function ask(
  url: string,
  adapter: Pick<Adapter, 'mostBytes' | 'keeps' | 'read'>,
  timeoutMs: number,
  { headers, refused }: Pick<Manner, 'headers' | 'refused'>,
  signal?: AbortSignal,
): Promise<Told> {
  let isComing = false;
  try {
    return await withDeadline(timeoutMs, signal, async (limited) => {
      const asked = new Headers(HEADERS);
      for (const [name, value] of Object.entries(headers)) asked.set(name, value);
      const answer = await request(url, { signal: limited, redirect: 'manual', headers: asked });
      if (REFUSALS.includes(answer.status)) refused.add(new URL(url).pathname);
      isComing = answer.ok && adapter.keeps !== undefined;
      if (answer.ok) return await readWith(adapter, answer);
      await answer.body?.cancel();
      return { silence: withoutBody(answer) };
    });
  } catch (error) {
    const silence = failed(error);
    return silence.kind === 'slow' && isComing ? { silence, isComing } : { silence };
  }
}

async function readWith(
  { mostBytes, keeps, read }: Pick<Adapter, 'mostBytes' | 'keeps' | 'read'>,
  answer: Response,
): Promise<Told> {
  const body =
    keeps === undefined
      ? (await boundedBody(answer, mostBytes)).toString('utf8')
      : await keptLines(answer, keeps, mostBytes);
  const values = valuesIn(body, read);
  return values === undefined ? { silence: ofOtherForm(answer, body) } : { values };
}

function valuesIn(body: string, read: Adapter['read']): Values | undefined {
  try {
    return read(body);
  } catch {
    return undefined;
  }
}
