/**
 * Answers with the status of a success that are errors all the same. Pure; and without regular expressions, since the first that is
 * used has k6 give a VU all that belongs to them, 15 KiB.
 */

/** What the answers of one operation usually are, as a user alone got them. */
export interface AnswerForm {
  html: boolean;
  json: boolean;
  /** So short that a look at each costs nothing. */
  short: boolean;
  /** They always read as if they told of an error: then that says nothing. */
  saysError: boolean;
  /** Content-Type, and whole text, of each; absent where they differ. An answer that has both needs no look. */
  type?: string;
  text?: string;
}

/** What tells of an error is short; a list of files is not read for it. */
export const MAX_ERROR_CHARS = 4096;
/** A look for these words is far cheaper than to read the JSON. */
const TELLING = ['rror', 'uccess', '"ok"', '"status"'];

/** Whether an answer is an error by its content, or of another kind than those of this operation usually are. */
export function isErrorAnswer(
  { headers, body }: { headers: Record<string, string>; body?: unknown },
  usual: AnswerForm | undefined,
): boolean {
  const type = contentTypeOf(headers);
  if (usual !== undefined && type.html && !usual.html) return true;
  if (typeof body === 'string' && body.length <= MAX_ERROR_CHARS)
    return usual?.saysError !== true && saysError(body);
  return usual !== undefined && type.json && !usual.json && !usual.html;
}

/**
 * What a user alone was answered: a form is usual when at least half of the answers have it, since one of them may have been an
 * error page; an error must have been in every one.
 */
export function usualForm(
  answers: { headers: Record<string, string>; body: unknown; failed: boolean }[],
): AnswerForm {
  const fine = answers.filter(({ failed }) => !failed);
  const types = (fine.length > 0 ? fine : answers).map(({ headers }) => contentTypeOf(headers));
  const bodies = answers.map(({ body }) => body);
  const type = onlyOne(fine.map(({ headers }) => headers['Content-Type']));
  const text = onlyOne(fine.map(({ body }) => body));
  return {
    ...(type === undefined ? {} : { type }),
    ...(typeof text === 'string' && text.length <= MAX_SAME_CHARS ? { text } : {}),
    html: isUsual(types.map(({ html }) => html)),
    json: isUsual(types.map(({ json }) => json)),
    short: bodies.every((body) => typeof body === 'string' && body.length <= MAX_ERROR_CHARS),
    saysError: bodies.every((body) => typeof body === 'string' && saysError(body)),
  };
}

/** Each VU keeps it. */
const MAX_SAME_CHARS = 100;

function onlyOne<T>([first, ...others]: T[]): T | undefined {
  return others.every((other) => other === first) ? first : undefined;
}

function isUsual(has: boolean[]): boolean {
  const count = has.filter(Boolean).length;
  return count > 0 && count * 2 >= has.length;
}

/** The latest, since the answers of an operation mostly have the same. */
let latest: { type: string; kind: Pick<AnswerForm, 'html' | 'json'> } | undefined;

/** By the header Content-Type, under the name by which Go has it. */
export function contentTypeOf({
  'Content-Type': type = '',
}: Record<string, string>): Pick<AnswerForm, 'html' | 'json'> {
  if (latest?.type !== type) {
    const media = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const json = media.includes('/json') || media.includes('+json');
    latest = { type, kind: { html: media.startsWith('text/html'), json } };
  }
  return latest.kind;
}

/**
 * Whether a text is JSON that tells of an error: an object, or a few entries each of which does, as those that take several files at
 * once answer for each (207 Multi-Status, `{"files":[{"name":"a","error":"no"}]}`). An empty one, or a number of them, is none.
 */
export function saysError(text: string): boolean {
  const start = text.trimStart().charAt(0);
  if ((start !== '{' && start !== '[') || !TELLING.some((word) => text.includes(word))) return false;
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return isRefusedEach(value);
  return tellsError(value) || Object.values(value).some((part) => Array.isArray(part) && isRefusedEach(part));
}

/** More entries are a list of what there is. */
const MAX_ENTRIES = 5;

function isRefusedEach(entries: unknown[]): boolean {
  const isRefused = (entry: unknown) =>
    typeof entry === 'object' && entry !== null && (tellsError(entry) || isErrorStatus(entry));
  return entries.length > 0 && entries.length <= MAX_ENTRIES && entries.every(isRefused);
}

/** In an object of its own such a number may be anything. */
function isErrorStatus(entry: object): boolean {
  const { status } = entry as Record<string, unknown>;
  return typeof status === 'number' && status >= 400 && status <= 599;
}

function tellsError(value: object): boolean {
  const { error, errors, success, ok, status } = value as Record<string, unknown>;
  if (success === false || ok === false) return true;
  return (
    isTold(error) || isTold(errors) || (typeof status === 'string' && FAILED.includes(status.toLowerCase()))
  );
}

const FAILED = ['error', 'fail', 'failed', 'failure'];
const NO_ERROR = ['', 'none', 'null', 'no', 'no error', 'no errors', 'ok', 'success', 'false', '0'];

/** Not that of answer-value.ts: numbers of many digits tell of no error. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTold(value: unknown): boolean {
  if (typeof value === 'string') return !NO_ERROR.includes(value.trim().toLowerCase());
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((part) => part !== 0 && part !== false && isSomething(part));
  return value === true;
}

function isSomething(part: unknown): boolean {
  return part !== null && part !== '' && !(Array.isArray(part) && part.length === 0);
}
