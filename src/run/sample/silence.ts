/** Why a probe tells nothing, in words that go behind `prometheus at /metrics: `. */
import { TooLarge } from '../../network/bounded-body.ts';
import { hideSecrets } from '../../secrets/secrets.ts';
import type { ProbeSilence } from '../../store/records/records.ts';
import { plainText } from '../../text/plain-text.ts';

export type Silence = Pick<ProbeSilence, 'kind' | 'why'>;

const MAX_PATH_LENGTH = 80;

/** Of an answer that is none: another status than 200. */
export function withoutBody(answer: Response): Silence {
  const { status } = answer;
  const elsewhere = redirectedTo(answer);
  if (elsewhere !== undefined)
    return {
      kind: 'elsewhere',
      why: `it returns ${status} and redirects to ${elsewhere}, which is not followed`,
    };
  return { kind: status >= 500 ? 'failing' : 'missing', why: `it returns ${status}` };
}

/** Of an answer in which nothing was found. */
export function ofOtherForm({ headers }: Response, body: string): Silence {
  const type = headers.get('content-type') ?? '';
  if (body.startsWith('# TYPE '))
    return { kind: 'unknown', why: 'it has metrics, but no known ones of a runtime or a process' };
  const what =
    /html/i.test(type) || /^\s*</.test(body)
      ? 'a page of HTML'
      : /json/i.test(type) || /^\s*[{[]/.test(body)
        ? 'JSON'
        : undefined;
  return {
    kind: 'form',
    why:
      what === undefined
        ? 'it has no known metric of this form'
        : `it returns ${what} without any known metric of this form`,
  };
}

/** Of a question that got no answer, or one that was given up. */
export function failed(error: unknown): Silence {
  if (!(error instanceof Error)) return { kind: 'gone', why: String(error) };
  if (error instanceof TooLarge) return { kind: 'large', why: error.message };
  if (error.name === 'TimeoutError') return { kind: 'slow', why: error.message };
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return { kind: 'gone', why: `no response${code}` };
}

/** Its query may hold secrets and is left out. */
function redirectedTo({ status, headers, url }: Response): string | undefined {
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null) return undefined;
  try {
    const { host, pathname } = new URL(location, url);
    return host === new URL(url).host
      ? hideSecrets(plainText(pathname)).slice(0, MAX_PATH_LENGTH)
      : 'another host';
  } catch {
    return 'an invalid address';
  }
}
