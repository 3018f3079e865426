/** What the target says of itself while the load runs, each form read by its adapter. */

import type { Probes } from '../../plan/targets/targets.ts';
import type { Values } from './adapters/adapter.ts';
import { ADAPTERS } from './adapters/adapters.ts';
import { ask, type Manner, noteSilence, type Told } from './ask.ts';
import { goroutineCounter } from './goroutines.ts';
import { oneProcess } from './one-process.ts';
import { patient } from './patient.ts';
import type { Source } from './sample.ts';
import type { Silence } from './silence.ts';

/** An answer may take most of a tick; a target that is slower than that is not asked twice at once. */
const ANSWER_TIMEOUT_MS = 900;

/**
 * Makes a source of the target's own readings; what does not answer, or answers nonsense, is absent.
 * @param ofProcess whether its word is taken for `process_*` too: only where we do not see the process ourselves.
 */
export function readProbes(baseUrl: string, probes: Probes, ofProcess: boolean, manner: Manner): Source {
  const asked = ADAPTERS.flatMap(([form, adapter]) => {
    const where = probes[form];
    if (where === undefined) return [];
    const question = (timeoutMs: number) => ask(probeUrl(baseUrl, where), adapter, timeoutMs, manner);
    // only such pages may be large; of the others one that comes late is of no use
    const read =
      adapter.keeps === undefined ? () => question(ANSWER_TIMEOUT_MS) : patient(question, ANSWER_TIMEOUT_MS);
    return [{ read, follow: oneProcess(), keepCount: counter(form, where, manner) }];
  });
  const goroutines =
    probes.pprof === undefined
      ? undefined
      : goroutineCounter(probeUrl(baseUrl, probes.pprof), ANSWER_TIMEOUT_MS, manner);
  return async () => {
    const askedMs = performance.now();
    const answers = await Promise.all(asked.map(({ read }) => read()));
    const seconds = (performance.now() - askedMs) / 1000;
    asked.forEach(({ keepCount }, index) => {
      keepCount(answers[index]);
    });
    const told = answers.map((answer) =>
      answer !== undefined && 'values' in answer ? answer.values : undefined,
    );
    const all = asked.length > 0 && !told.includes(undefined);
    const followed = asked.map(({ follow }, index) => shown(follow(told[index] ?? {}), ofProcess));
    const values: Values = Object.assign(all ? { probe_seconds: seconds } : {}, ...followed);
    const isCounted = values.runtime_goroutines !== undefined || values.runtime_handles !== undefined;
    return isCounted ? values : { ...values, ...(await goroutines?.()) };
  };
}

/** Counts how often a probe was asked and told, and keeps why it last told nothing. */
function counter(form: string, where: string, manner: Manner): (answer: Told | undefined) => void {
  const count = { asked: 0, told: 0 };
  let silence: Silence | undefined;
  return (answer) => {
    if (answer === undefined) return;
    count.asked++;
    if ('values' in answer) count.told++;
    else silence = answer.silence;
    if (silence !== undefined) noteSilence(manner, { form, where, ...silence, ...count });
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
