/** A history cut into pieces that can be checked each by itself: one key, from one removal to the next. */
import { type History, OP, OUTCOME } from './history.ts';

export interface Segment {
  /** Places in the history, in the order of the file, in which those of one client follow each other. */
  operations: Int32Array;
  /** The removal that it begins with, and which nothing overlaps; undefined for the first of a key. */
  removal?: number;
  /** Nothing is there at its begin. */
  startsAbsent: boolean;
  /** When a removal first began that nothing follows but reads, epoch ms: from then on nothing may be there again. */
  removedFromMs?: number;
  /** A removal overlaps others, so that nobody can say which life of the key they belong to. */
  isLoose: boolean;
}

/** One key at a time, so that a long history needs little room besides itself. */
export function* segmentsOf(history: History): Generator<Segment> {
  for (const operations of operationsByKey(history)) {
    const removals = removalsIn(history, operations);
    const startsAbsent = isCreated(history, operations);
    if (removals.length === 0) {
      yield { operations, startsAbsent, isLoose: false };
      continue;
    }
    const removedFromMs = removals.reduce(
      (least, at) => Math.min(least, history.begin[at] ?? 0),
      Number.POSITIVE_INFINITY,
    );
    if (isMadeAgain(history, operations, removedFromMs)) yield* lives(history, operations, removals);
    else yield { operations, startsAbsent, removedFromMs, isLoose: false };
  }
}

/** By a create, or by a write that asks for no version. */
function isMadeAgain(history: History, operations: Int32Array, removedFromMs: number): boolean {
  const { op, base, outcome, end } = history;
  return operations.some((at) => {
    const canMake = op[at] === OP.create || (op[at] === OP.write && base[at] === 0);
    if (!canMake || (outcome[at] !== OUTCOME.ok && outcome[at] !== OUTCOME.unknown)) return false;
    return outcome[at] === OUTCOME.unknown || (end[at] ?? 0) >= removedFromMs;
  });
}

/** Counting sort. */
function operationsByKey({ count, key, texts }: History): Int32Array[] {
  const ends = new Int32Array(texts.count + 1);
  for (let at = 0; at < count; at++) ends[key[at] ?? 0] = (ends[key[at] ?? 0] ?? 0) + 1;
  const starts: [from: number, to: number][] = [];
  for (let text = 0, sum = 0; text < ends.length; text++) {
    const size = ends[text] ?? 0;
    ends[text] = sum;
    sum += size;
    if (size > 0) starts.push([sum - size, sum]);
  }
  const sorted = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const place = ends[key[at] ?? 0] ?? 0;
    sorted[place] = at;
    ends[key[at] ?? 0] = place + 1;
  }
  return starts.map(([from, to]) => sorted.subarray(from, to));
}

function removalsIn({ op, outcome }: History, operations: Int32Array): number[] {
  const found: number[] = [];
  for (const at of operations)
    if (op[at] === OP.remove && (outcome[at] === OUTCOME.ok || outcome[at] === OUTCOME.unknown))
      found.push(at);
  return found;
}

function isCreated({ op, outcome }: History, operations: Int32Array): boolean {
  return operations.some((at) => op[at] === OP.create && outcome[at] === OUTCOME.ok);
}

function* lives(history: History, operations: Int32Array, removals: number[]): Generator<Segment> {
  const { begin } = history;
  const sorted = Int32Array.from(operations).sort((a, b) => (begin[a] ?? 0) - (begin[b] ?? 0) || a - b);
  const apart = standingApart(history, sorted);
  if (!removals.every((at) => apart.has(at))) {
    yield { operations, startsAbsent: false, isLoose: true };
    return;
  }
  let removal: number | undefined;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && !isCut(history, sorted[to++] ?? 0));
    const inside = sorted.slice(from, to).sort(); // as in the file again
    const startsAbsent = removal !== undefined || isCreated(history, inside);
    yield { operations: inside, ...(removal === undefined ? {} : { removal }), startsAbsent, isLoose: false };
    removal = sorted[to - 1];
  }
}

function isCut({ op, outcome }: History, at: number): boolean {
  return op[at] === OP.remove && outcome[at] === OUTCOME.ok;
}

/** Removals which nothing overlaps that had, or may have had, an effect; one of unknown outcome when nothing follows it. */
function standingApart(history: History, sorted: Int32Array): Set<number> {
  const { end, op, outcome } = history;
  const apart = new Set<number>();
  let latest: number | undefined;
  let waiting: number | undefined;
  for (const at of sorted) {
    if (outcome[at] !== OUTCOME.ok && outcome[at] !== OUTCOME.unknown) continue;
    const follows = latest === undefined || isAfter(history, at, latest);
    if (waiting !== undefined && (outcome[waiting] === OUTCOME.unknown || !follows)) apart.delete(waiting);
    waiting = op[at] === OP.remove && follows ? at : undefined;
    if (waiting !== undefined) apart.add(waiting);
    if (latest === undefined || (end[at] ?? 0) >= (end[latest] ?? 0)) latest = at;
  }
  return apart;
}

/** Operations of one client follow each other also within a millisecond. */
function isAfter({ client, begin, end }: History, later: number, earlier: number): boolean {
  const gapMs = (begin[later] ?? 0) - (end[earlier] ?? 0);
  return gapMs > 0 || (gapMs === 0 && client[later] === client[earlier]);
}
