/** A violation as people read it: who did what when. */

import type { StoryOperation } from '../../contract/contract.ts';
import { plainText } from '../../text/plain-text.ts';
import type { History } from './history.ts';
import type { Violation } from './tally.ts';

const OPS = ['read', 'write', 'create', 'remove'] as const;
const OUTCOMES = ['ok', 'conflict', 'fail', 'unknown'] as const;
/** Versions of some stores are hashes; so much of one tells it from another. */
const MAX_CHARS = 40;

/** By their begins. @param beganMs when the load began, epoch ms */
export function storyOf(history: History, violation: Violation, beganMs: number): StoryOperation[] {
  return [...new Set(violation.operations)]
    .sort((a, b) => (history.begin[a] ?? 0) - (history.begin[b] ?? 0))
    .map((at) => ({
      ...storyOperation(history, at, beganMs),
      ...(at === violation.shownBy ? { isWrong: true as const } : {}),
    }));
}

export function storyOperation(history: History, at: number, beganMs: number): StoryOperation {
  const [version, value, basedOn] = [history.version, history.value, history.base].map((column) =>
    shownText(history.texts.textOf(column[at] ?? 0)),
  );
  return {
    client: history.client[at] ?? 0,
    op: OPS[history.op[at] ?? 0] ?? 'read',
    key: shownText(history.texts.textOf(history.key[at] ?? 0)) ?? '',
    beginSeconds: ((history.begin[at] ?? 0) - beganMs) / 1000,
    endSeconds: ((history.end[at] ?? 0) - beganMs) / 1000,
    outcome: OUTCOMES[history.outcome[at] ?? 0] ?? 'unknown',
    ...(version === undefined ? {} : { version }),
    ...(value === undefined ? {} : { value }),
    ...(basedOn === undefined ? {} : { basedOn }),
  };
}

/** Stored as it stands in JSON; the quotes of an ETag are no part of what people call its version. */
function shownText(raw: string): string | undefined {
  if (raw === '') return undefined;
  const text = plainText(JSON.parse(`"${raw}"`) as string).replace(/^(?:W\/)?"(.*)"$/, '$1');
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text;
}
