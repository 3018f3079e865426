/** What is wrong with the versions of a store themselves, whatever its writes and reads did. */
import { FILES } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Found } from '../detector.ts';
import type { Ambiguity } from '../history/ambiguity.ts';
import type { HistoryCounts } from '../history/counts.ts';
import { type History, OP, OUTCOME } from '../history/history.ts';
import { storyOperation } from '../history/story.ts';

/** So many refusals in a row, with nobody else at work, are no accident. */
const MIN_REFUSED = 10;
const WEAK = 'W/';

/** `version 17 of d stood for 3 different values: the version cannot tell updates apart`. */
export function ambiguityText(history: History, { shownBy, values, versions }: Ambiguity): string {
  const { version, key } = storyOperation(history, shownBy, 0);
  const others = versions === 1 ? '' : ` (and ${versions - 1} more stood for several)`;
  return `version ${version} of ${key} stood for ${values} different values${others}: the version cannot tell updates apart`;
}

export const UNIQUE_VERSIONS =
  'give every write a version of its own: a counter in the row that the write increments and that never starts over, or a hash of the whole content; a time in seconds, or a hash of a part, is the same for several updates';

/** No update was lost this time. */
export function ambiguousVersions(history: History, ambiguity: Ambiguity): Found {
  return {
    detector: 'lost-update',
    status: 'unknown',
    metric: 'ambiguous_versions',
    value: ambiguity.versions,
    limit: 0,
    unit: 'count',
    message: `${ambiguityText(history, ambiguity)}; that no update was lost in this load does not mean that none can be`,
    cause:
      'several writes were given the same version: a counter that starts over, a time in seconds, or a hash of a part',
    advice: UNIQUE_VERSIONS,
    evidence: [FILES.history],
  };
}

/** Every update was refused although nobody else wrote, because each named a weak ETag; undefined when that is not so. */
export function weakVersions(history: History, counts: HistoryCounts): Found | undefined {
  if (counts.writes > 0 || counts.versionChanged) return undefined;
  const { count, op, outcome, base } = history;
  let refused = 0;
  let example = 0;
  for (let at = 0; at < count; at++) {
    if (op[at] !== OP.write) continue;
    if (outcome[at] === OUTCOME.unknown) return undefined; // it may have been applied
    if (outcome[at] !== OUTCOME.conflict) continue;
    if (!history.texts.textOf(base[at] ?? 0).startsWith(WEAK)) return undefined;
    refused++;
    example = at;
  }
  if (refused < MIN_REFUSED) return undefined;
  const { basedOn = '' } = storyOperation(history, example, 0);
  return {
    detector: 'history',
    status: 'critical',
    metric: 'refused_updates',
    value: refused,
    limit: 0,
    unit: 'count',
    message: `all ${countedText(refused, 'update')} were refused although nobody else wrote: each named the version that a read had just shown, W/"${basedOn}"`,
    cause:
      'this ETag is weak, and If-Match never matches a weak one (RFC 9110 §13.1.1, §8.8.3.2): a proxy that compresses or changes responses makes strong ETags weak, or the service sends weak ones',
    advice:
      'use strong ETags for what is updated with If-Match: turn off compression of these responses in the proxy, or let the service compare a version in the body',
    evidence: [FILES.history],
  };
}
