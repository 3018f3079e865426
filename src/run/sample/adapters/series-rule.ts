/** How a series is read off a page of metrics. */
import type { SampleName } from '../../../contract/contract.ts';

export interface SeriesRule {
  series: SampleName;
  /** The first of them that is there counts. */
  metrics: string[];
  /**
   * Labels that tell the parts of one thing apart: pools of one heap, kinds of collections. Where others differ too the metric
   * is of several things (processes, services), and none of them is taken for the whole. `any`: all that there is of it counts.
   */
  parts?: string[] | 'any';
  /** Only these label sets: a label that is not there is never the wanted one. */
  where?: (labels: Map<string, string>) => boolean;
  /** Metrics that the metric counts in and the series does not; all of them must be there. */
  less?: string[];
  /** Turns the metric's unit into that of the series. */
  factor?: number;
}
