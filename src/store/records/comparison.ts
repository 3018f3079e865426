/** compare.json: by what one run differs from another. Has a JSON Schema of the same name in schema/. */
import type { Status } from '../../contract/contract.ts';

export const MEASURE_IDS = [
  'p95',
  'median',
  'throughput',
  'errors',
  'memory',
  'cpu',
  'reads',
  'writes',
  'conflicts',
] as const;

/** Operations of object storage that are compared, by size where a load has several. */
export const OBJECT_OPERATIONS = [
  ...(['put', 'get', 'list', 'delete', 'upload_part', 'get_hot', 'get_cold'] as const),
  ...(['put_small', 'put_medium', 'put_large', 'get_small', 'get_medium', 'get_large'] as const),
] as const;
type ObjectMeasureId = `${(typeof OBJECT_OPERATIONS)[number]}-${'p95' | 'rate'}`;

export type MeasureId = (typeof MEASURE_IDS)[number] | ObjectMeasureId;

export type Change = 'better' | 'worse' | 'same' | 'not tested';

export interface Comparison {
  schema: 'burstbox/compare/1';
  before: SideRecord;
  after: SideRecord;
  /** `worse` when anything is, else `better` when anything is, else `same` when anything was tested. */
  verdict: Change;
  rules: Rules;
  /** Why the two sides are not alike, one line each. */
  warnings: string[];
  scenarios: ScenarioComparison[];
}

export interface SideRecord {
  /** As it is called: the baseline's name, else the run's id. */
  name: string;
  isBaseline: boolean;
  run: string;
  startedAtMs: number;
  gitCommit?: string;
}

/** What better and worse take. */
export interface Rules {
  /** Holm-adjusted p below this, over so many tests. */
  significance: number;
  tests: number;
  /** Of the intervals of the shifts. */
  confidence: number;
  /** Practical limits: a shift is larger than this share of the median, and than this where it applies. */
  leastShare: number;
  leastMs: number;
  leastBytes: number;
  leastErrorRate: number;
}

export interface ScenarioComparison {
  profile: string;
  scenario: string;
  /** On the other side it was not measured. */
  onlyIn?: 'before' | 'after';
  statusBefore?: Status;
  statusAfter?: Status;
  /** Of a status that is another now: what the verdict after says first, and for one that is healthy now what the one before said. */
  why?: string;
  /** Critical now and healthy or warning before: worse, whatever the measures say. */
  turnedCritical?: true;
  measures: MeasureComparison[];
}

export interface MeasureComparison {
  id: MeasureId;
  label: string;
  unit: string;
  /** One value a repeat, in their order; those in which it was not measured are left out. */
  before: number[];
  after: number[];
  medianBefore?: number;
  medianAfter?: number;
  /** Hodges-Lehmann: what is added from before to after, and the interval that holds it. */
  shift?: number;
  low?: number;
  high?: number;
  /** Of Mann-Whitney's test, as it is and adjusted; absent when nothing was tested. */
  p?: number;
  adjustedP?: number;
  verdict: Change;
  /** Of `not tested`: why, although there may be repeats enough. */
  withheld?: string;
  /** Of `not tested`: how many repeats a side a test takes. */
  needsRepeats?: number;
}
