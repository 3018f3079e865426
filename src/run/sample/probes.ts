/** What the target says of itself while the load runs, each form read by its adapter. */

import type { Probes } from '../../plan/targets/targets.ts';
import type { Values } from './adapters/adapter.ts';
import { ADAPTERS } from './adapters/adapters.ts';
import { ask, type Manner } from './ask.ts';
import { goroutineCounter } from './goroutines.ts';
import { oneProcess } from './one-process.ts';
import type { Source } from './sample.ts';

/** An answer may take most of a tick; a target that is slower than that is not asked twice at once. */
const ANSWER_TIMEOUT_MS = 900;

/**
 * Makes a source of the target's own readings; what does not answer, or answers nonsense, is absent.
 * @param ofProcess whether its word is taken for `process_*` too: only where we do not see the process ourselves.
 */
export function readProbes(baseUrl: string, probes: Probes, ofProcess: boolean, manner: Manner): Source {
  const asked = ADAPTERS.flatMap(([form, adapter]) => {
    const where = probes[form];
    return where === undefined ? [] : [{ url: probeUrl(baseUrl, where), adapter, follow: oneProcess() }];
  });
  const goroutines =
    probes.pprof === undefined
      ? undefined
      : goroutineCounter(probeUrl(baseUrl, probes.pprof), ANSWER_TIMEOUT_MS, manner);
  return async () => {
    const askedMs = performance.now();
    const answers = await Promise.all(
      asked.map(({ url, adapter }) => ask(url, adapter, ANSWER_TIMEOUT_MS, manner)),
    );
    const seconds = (performance.now() - askedMs) / 1000;
    const all = asked.length > 0 && !answers.includes(undefined);
    const followed = asked.map(({ follow }, index) => shown(follow(answers[index] ?? {}), ofProcess));
    const values: Values = Object.assign(all ? { probe_seconds: seconds } : {}, ...followed);
    const isCounted = values.runtime_goroutines !== undefined || values.runtime_handles !== undefined;
    return isCounted ? values : { ...values, ...(await goroutines?.()) };
  };
}

/** A path is below the base URL; metrics with a port of their own have a URL. */
export function probeUrl(baseUrl: string, where: string): string {
  return where.startsWith('/') ? baseUrl + where : where;
}

/** One process of several is not the service: where all of them are seen, it is not asked. */
export function shown(values: Values, ofProcess: boolean): Values {
  if (ofProcess) return values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith('process_')));
}
