/** Each doubt: what is seen of it, what it takes away, and what to do about it. */
import { K6_METRIC } from '../../contract/contract.ts';
import { PROGRAM } from '../../root.ts';
import { FILES } from '../../store/store.ts';
import { hasRestarted } from '../detectors/restart.ts';
import { type Evidence, statOf } from '../evidence.ts';
import { generatorLoad } from '../resources/generator.ts';
import { shortageAtPeak } from '../resources/machine-cpu.ts';
import { clockTrouble } from './clock.ts';
import { SMALLER_POOL } from './laid-out.ts';
import { limitsChanged } from './limits-read-back.ts';
import { loadMissing } from './load-given.ts';
import { profilesAction } from './missing-profiles.ts';
import { notShown, notShownAction, probeRefused } from './not-shown.ts';
import { omissionSeen } from './omission.ts';
import {
  boxUnknown,
  exceptionsSeen,
  fewSamples,
  MIN_TO_JUDGE,
  notEnforced,
  timelineMissing,
  wasObserved,
} from './shortcomings.ts';
import { FEW_UNSENT, UNSENT_RULES } from './unsent.ts';

export type Takes = 'all' | 'blame' | 'nothing';

export interface Rule {
  id: string;
  takes: Takes;
  /** In words what was seen; undefined when there is nothing to doubt. */
  seen(evidence: Evidence): string | undefined;
  action: string | ((evidence: Evidence) => string);
}

/** Below this a 95th percentile is one of the slowest handful. */
const MIN_SAMPLES = 100;

const END_OTHERS = 'stop the other programs, or run on a machine with more cores';

/** The gravest of those with the same weight first. */
export const RULES: Rule[] = [
  {
    id: 'not-run',
    takes: 'all',
    seen: ({ outcome }) => (outcome === undefined ? 'this scenario was not run to its end' : undefined),
    action: 'run it again',
  },
  {
    id: 'interrupted',
    takes: 'all',
    seen: ({ outcome }) =>
      outcome?.firstCause?.id === 'interrupted' ? outcome.firstCause.message : undefined,
    action: 'run it again to its end',
  },
  {
    id: 'generator-failed',
    takes: 'all',
    seen: ({ outcome }) =>
      isGeneratorCause(outcome?.firstCause?.id) ? outcome?.firstCause?.message : undefined,
    action: `read ${FILES.k6Log}`,
  },
  {
    id: 'not-supported',
    takes: 'all',
    seen: ({ outcome }) =>
      outcome?.firstCause?.id === 'not-supported' ? outcome.firstCause.message : undefined,
    action: 'nothing: the scenario is for servers that have it',
  },
  {
    id: 'generator-memory',
    takes: 'all',
    seen: ({ outcome }) =>
      outcome?.firstCause?.id === 'generator-memory' ? outcome.firstCause.message : undefined,
    action:
      'use fewer VUs (--vus) or a shorter load (--duration), or a machine with more memory; if responses are that large, let the service list fewer files at once, and check whether it compresses what nobody asked it to; if it is what a scenario of your own sends, declare its bodyBytes',
  },
  {
    id: 'machine-memory',
    takes: 'all',
    seen: ({ outcome }) =>
      outcome?.firstCause?.id === 'machine-memory' ? outcome.firstCause.message : undefined,
    action:
      'use a machine (or a container for burstbox) with more memory, a smaller box, or fewer VUs (--vus), and stop other programs',
  },
  {
    id: 'ended-early',
    takes: 'nothing',
    seen: ({ outcome }) =>
      outcome?.firstCause?.id === 'limit-hopeless' ? outcome.firstCause.message : undefined,
    action: 'leave --abort-on out to see what the rest of the load does',
  },
  ...UNSENT_RULES.map((rule): Rule => ({ ...rule, takes: 'all' })),
  {
    id: 'no-samples',
    takes: 'all',
    seen: ({ outcome, summary }) =>
      outcome !== undefined && statOf(summary, K6_METRIC.opFailed, 'rate') === undefined
        ? 'no operation was measured'
        : undefined,
    action: `read ${FILES.k6Log}; a green run that measured nothing is no evidence`,
  },
  {
    id: 'not-observed',
    takes: 'all',
    seen: (evidence) =>
      evidence.outcome?.k6 !== undefined && !wasObserved(evidence)
        ? 'there is no reading of the service under load'
        : undefined,
    action: `read ${FILES.samples}; what the service did under load is unknown`,
  },
  {
    id: 'no-timeline',
    takes: 'all',
    seen: timelineMissing,
    action: `look at ${FILES.timeline}, which is missing or damaged, and run it again; what came and went under load is unknown`,
  },
  {
    id: 'hardly-any-samples',
    takes: 'all',
    seen: (evidence) => fewSamples(evidence, 1, MIN_TO_JUDGE),
    action: 'run longer (--duration) or with more VUs (--vus)',
  },
  {
    id: 'too-few-samples',
    takes: 'nothing',
    seen: (evidence) => fewSamples(evidence, MIN_TO_JUDGE, MIN_SAMPLES),
    action: 'run longer (--duration) or with more VUs (--vus): percentiles of so few samples are unreliable',
  },
  {
    id: 'iteration-exceptions',
    takes: 'all',
    seen: exceptionsSeen,
    action: `fix the script; the first exceptions are in ${FILES.k6Log}`,
  },
  {
    id: 'limits-not-enforced',
    takes: 'all',
    seen: (evidence) => notEnforced(evidence) ?? limitsChanged(evidence),
    action: `use a sandbox that enforces limits, on a machine that is larger than the box (\`${PROGRAM} doctor\` shows both), and let no other program change its control groups`,
  },
  {
    id: 'box-unknown',
    takes: 'nothing',
    seen: boxUnknown,
    action: 'let burstbox start the service (target file, "start") to put it in a box',
  },
  {
    id: 'not-all-shown',
    takes: 'nothing',
    seen: notShown,
    action: notShownAction,
  },
  {
    id: 'probe-refused',
    takes: 'nothing',
    seen: probeRefused,
    action: `give the credentials that it requires in the target file, such as "probes": {"headers": {"Authorization": "Bearer \${METRICS_TOKEN}"}}`,
  },
  { ...FEW_UNSENT, takes: 'nothing' },
  { ...SMALLER_POOL, takes: 'nothing' },
  {
    id: 'generator-saturated',
    takes: 'blame',
    seen: (evidence) => shortOfCpu(evidence, 'generator'),
    action: (evidence) =>
      shortageAtPeak(evidence)?.byOthers
        ? END_OTHERS
        : 'run on a machine with more cores, or with fewer VUs (--vus)',
  },
  {
    id: 'service-starved',
    takes: 'blame',
    seen: (evidence) => shortOfCpu(evidence, 'service'),
    action: END_OTHERS,
  },
  {
    id: 'load-not-given',
    takes: 'all',
    seen: loadMissing,
    action: 'run on a machine with more cores, or with a lower rate (--rate)',
  },
  {
    id: 'generator-not-observed',
    takes: 'nothing',
    seen: (evidence) =>
      evidence.samples.length > 0 && generatorLoad(evidence) === undefined
        ? 'whether k6 had enough CPU was not measured'
        : undefined,
    action: 'compare with a run with half the VUs (--vus), or run on Linux',
  },
  {
    id: 'closed-model-omission',
    takes: 'nothing',
    seen: omissionSeen,
    action:
      'run the open variant of the load (ping-open, read-open, ladder-open), which sends requests on time whatever the service does',
  },
  {
    id: 'target-restarted',
    takes: 'nothing',
    seen: (evidence) =>
      hasRestarted(evidence)
        ? 'the service restarted mid-run: totals and growth mix two processes'
        : undefined,
    action: `read ${FILES.targetLog}`,
  },
  {
    id: 'profile-missing',
    takes: 'nothing',
    seen({ outcome }) {
      const missing = (outcome?.profiles ?? []).filter(({ ok }) => !ok);
      const first = missing[0];
      return first === undefined
        ? undefined
        : `${missing.map(({ file }) => file).join(', ')} could not be fetched (${first.why ?? 'no reason known'})`;
    },
    action: profilesAction,
  },
  {
    id: 'clock-trouble',
    takes: 'nothing',
    seen: clockTrouble,
    action: 'run it again, on a less busy machine, and do not change its clock',
  },
];

function shortOfCpu(evidence: Evidence, who: 'generator' | 'service'): string | undefined {
  const shortage = shortageAtPeak(evidence);
  return shortage?.who === who ? shortage.says : undefined;
}

function isGeneratorCause(id: string | undefined): boolean {
  return id === 'generator-failed' || id === 'generator-timeout' || id === 'script-failed';
}
