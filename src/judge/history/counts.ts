/** What a history holds, which says what it can show. */
import { type History, OP, OUTCOME } from './history.ts';

export interface HistoryCounts {
  operations: number;
  keys: number;
  /** Acknowledged changes of what was there. */
  writes: number;
  /** Answered, those of the final state included. */
  reads: number;
  finalReads: number;
  /** Reads of one key have shown different versions. */
  versionChanged: boolean;
  /** The end is missing. */
  torn: boolean;
  /** A client began before it had ended, so that the clock was set back. */
  clockWentBack: boolean;
  /** Its first begin, epoch ms. */
  beganMs: number;
}

export function countsOf(history: History): HistoryCounts {
  const { count, client, key, op, outcome, begin, end, isFinal, texts, version } = history;
  const hasKey = new Uint8Array(texts.count + 1);
  const firstVersion = new Int32Array(texts.count + 1);
  const lastEnd = new Map<number, number>();
  const counts: HistoryCounts = {
    operations: count,
    keys: 0,
    writes: 0,
    reads: 0,
    finalReads: 0,
    versionChanged: false,
    torn: history.torn > 0,
    clockWentBack: history.backwards > 0,
    beganMs: Number.POSITIVE_INFINITY,
  };
  for (let at = 0; at < count; at++) {
    const [who, began] = [client[at] ?? 0, begin[at] ?? 0];
    if (began < (lastEnd.get(who) ?? 0)) counts.clockWentBack = true;
    lastEnd.set(who, end[at] ?? 0);
    counts.beganMs = Math.min(counts.beganMs, began);
    if (hasKey[key[at] ?? 0] === 0) counts.keys++;
    hasKey[key[at] ?? 0] = 1;
    if (outcome[at] !== OUTCOME.ok) continue;
    if (op[at] === OP.write) counts.writes++;
    else if (op[at] === OP.read) {
      counts.reads++;
      const [ofKey, shown] = [key[at] ?? 0, version[at] ?? 0];
      if (firstVersion[ofKey] === 0) firstVersion[ofKey] = shown;
      else if (shown !== 0 && shown !== firstVersion[ofKey]) counts.versionChanged = true;
      if (isFinal[at] === 1) counts.finalReads++;
    }
  }
  return counts;
}
