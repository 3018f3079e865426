/** What a service says when it refuses, as a person reads it. */
import { hideSecrets } from '../../secrets/secrets.ts';
import { parsed, valueAt } from '../../shared/request/answer-value.ts';
import { plainText } from '../../text/plain-text.ts';

/** Of an answer so much is read for it. */
export const MAX_SAID_BYTES = 4096;
const MAX_SAID_CHARS = 300;

/** `507: the quota of 100 files is used up`. Nothing in it is trusted. */
export function saidText(status: number, body: string): string {
  const text = plainText(hideSecrets(wordsIn(body)))
    .trim()
    .slice(0, MAX_SAID_CHARS);
  return text === '' ? String(status) : `${status}: ${text}`;
}

const SAID_AT = ['error.message', 'message', 'detail', 'error', 'title'];

/** Its title says what its first heading says. */
const HEAD = /<head>[\s\S]{0,4000}?<\/head>/i;

/** Of JSON its message, of a page or XML the text without its marks. */
function wordsIn(body: string): string {
  const value = parsed(body);
  const said = SAID_AT.map((path) => valueAt(value, path)).find((each) => typeof each === 'string');
  return typeof said === 'string'
    ? said
    : body
        .replace(HEAD, ' ')
        .replace(/<[^>]{1,200}>/g, ' ')
        .replace(/\s+/g, ' ');
}
