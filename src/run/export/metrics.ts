/** One id on all that leaves while a run goes on: figures of k6, by its own outputs, and samples of the service, by ours. */
import type { Sample } from '../../contract/contract.ts';
import { type MetricsTo, RUN_TAG, withPassword } from '../../plan/metrics-to.ts';
import type { RunOptions } from '../../plan/options.ts';
import { senderTo } from './sender.ts';

export interface Metrics {
  /** What play needs of it for one scenario. */
  of(
    profile: string,
    load: string,
  ): { metrics: { to: MetricsTo[]; tags: Record<string, string> }; sendSample(sample: Sample): void };
  /** Never rejects. */
  end(): Promise<void>;
}

/** Outputs of the user's own, which get the tags too. */
const IS_OUTPUT = /^(--out|-o)/;

/**
 * @param id of the run
 * @returns undefined when nothing leaves @throws BurstboxError usage when the variable with a password is not set
 */
export function metricsOf(
  { metricsTo, k6Args }: Pick<RunOptions, 'metricsTo' | 'k6Args'>,
  id: string,
  note: (line: string) => void,
): Metrics | undefined {
  if (metricsTo.length === 0 && !k6Args.some((word) => IS_OUTPUT.test(word))) return undefined;
  const to = metricsTo.map((each) => withPassword(each));
  const senders = to.map((each) => senderTo(each, note));
  if (to.length > 0)
    note(`metrics are sent to ${to.map(({ url }) => url).join(' and ')}, with ${RUN_TAG}=${id}`);
  return {
    of(profile, load) {
      const tags = { [RUN_TAG]: id, profile, load };
      return {
        metrics: { to, tags },
        sendSample: (sample) => {
          for (const sender of senders) sender.sample(tags, sample);
        },
      };
    },
    async end() {
      await Promise.all(senders.map((sender) => sender.end()));
    },
  };
}
