/** Operations against the order of the states: what began after a later state was known must not show an earlier one. */
import type { Forest } from './forest.ts';
import { OP } from './history.ts';
import type { Check, States } from './states.ts';

const NONE = -1;

interface Walk {
  /** Parents before their children. */
  order: Int32Array;
  count: number;
  /** Of a state: the earliest end of an operation on any state after it, epoch ms, and which it is. */
  laterEnd: Float64Array;
  laterOf: Int32Array;
  /** First and last place of a state and all after it. */
  enter: Int32Array;
  exit: Int32Array;
}

export function checkOrder(check: Check, states: States, forest: Forest): void {
  const { history, segment, tally } = check;
  const walk = walkOf(states, forest);
  tellCircle(check, states, walk);
  const stale: number[] = [];
  for (let place = 0; place < segment.operations.length; place++) {
    const at = segment.operations[place] ?? 0;
    const state = states.of[place] ?? NONE;
    if (state === NONE || states.isPhantom[state] === 1 || history.op[at] !== OP.read) continue;
    if ((history.begin[at] ?? 0) > (walk.laterEnd[state] ?? 0)) stale.push(place);
  }
  if (stale.length > 0) tellStale(check, states, walk, new Set(stale));
  for (let state = 0; state < states.count; state++) {
    const write = states.write[state] ?? NONE;
    if (write === NONE || states.isPhantom[state] === 1) continue;
    const isOwn = (states.end[state] ?? 0) <= (walk.laterEnd[state] ?? 0);
    const seenAt = Math.min(states.end[state] ?? 0, walk.laterEnd[state] ?? 0);
    const witness = isOwn ? states.endOf[state] : walk.laterOf[state];
    if ((history.begin[write] ?? 0) > seenAt)
      tally.add('invented-value', seenAt, witness ?? 0, [witness ?? 0, write]);
  }
}

function walkOf(states: States, { parent, child, sibling }: Forest): Walk {
  const { count } = states;
  const walk: Walk = {
    order: new Int32Array(count),
    count: 0,
    laterEnd: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    laterOf: new Int32Array(count).fill(NONE),
    enter: new Int32Array(count).fill(NONE),
    exit: new Int32Array(count).fill(NONE),
  };
  const open: number[] = [];
  for (let root = 0; root < count; root++) {
    if (parent[root] !== NONE) continue;
    open.push(root);
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      walk.enter[state] = walk.exit[state] = walk.count;
      walk.order[walk.count++] = state;
      for (let each = child[state] ?? NONE; each !== NONE; each = sibling[each] ?? NONE) open.push(each);
    }
  }
  for (let place = walk.count - 1; place >= 0; place--) {
    const state = walk.order[place] ?? 0;
    const before = parent[state] ?? NONE;
    if (before === NONE) continue;
    walk.exit[before] = Math.max(walk.exit[before] ?? 0, walk.exit[state] ?? 0);
    const isOwn = (states.end[state] ?? 0) <= (walk.laterEnd[state] ?? 0);
    const earliest = isOwn ? states.end[state] : walk.laterEnd[state];
    if ((earliest ?? 0) >= (walk.laterEnd[before] ?? 0)) continue;
    walk.laterEnd[before] = earliest ?? 0;
    walk.laterOf[before] = (isOwn ? states.endOf[state] : walk.laterOf[state]) ?? NONE;
  }
  return walk;
}

/** A write that is based on what came of it. */
function tellCircle({ history, tally }: Check, states: States, { count, enter }: Walk): void {
  if (count === states.count) return;
  const state = enter.indexOf(NONE);
  const write = states.write[state] ?? 0;
  tally.add('invented-value', history.end[write] ?? 0, write, [write]);
}

/** Where the client itself had read a later state, the version went back for it. */
function tellStale(check: Check, states: States, walk: Walk, stale: Set<number>): void {
  const { history, segment, tally } = check;
  const newest = new Map<number, { state: number; at: number }>();
  for (let place = 0; place < segment.operations.length; place++) {
    const at = segment.operations[place] ?? 0;
    const state = states.of[place] ?? NONE;
    if (state === NONE || states.isPhantom[state] === 1 || history.op[at] !== OP.read) continue;
    const client = history.client[at] ?? 0;
    const own = newest.get(client);
    if (stale.has(place)) {
      const wentBack =
        own !== undefined &&
        isAfter(walk, own.state, state) &&
        (history.end[own.at] ?? 0) < (history.begin[at] ?? 0);
      const later = wentBack ? own.at : (walk.laterOf[state] ?? 0);
      const maker = makerOf(check, states, later);
      tally.add(wentBack ? 'version-back' : 'stale-read', history.end[at] ?? 0, at, [...maker, later, at]);
    } else if (own === undefined || isAfter(walk, state, own.state)) newest.set(client, { state, at });
  }
}

/** Who wrote what a read has seen. */
function makerOf({ history, tables }: Check, states: States, at: number): number[] {
  if (history.op[at] !== OP.read) return [];
  const state = tables.stateOf[history.value[at] ?? 0] ?? NONE;
  const write = state === NONE ? NONE : (states.write[state] ?? NONE);
  return write === NONE ? [] : [write];
}

function isAfter({ enter, exit }: Walk, later: number, earlier: number): boolean {
  const [place, from, to] = [enter[later] ?? 0, enter[earlier] ?? 0, exit[earlier] ?? 0];
  return place > from && place <= to;
}
