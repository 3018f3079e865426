/** One id on all that leaves while a run goes on: figures of k6, by its own outputs, and samples of the service, by ours. */
import type { Sample } from '../../contract/contract.ts';
import { type MetricsTo, RUN_TAG, withPassword } from '../../plan/metrics-to.ts';
import type { RunOptions } from '../../plan/options.ts';
import { outboxTo } from './outbox.ts';
import { relayTo } from './relay.ts';
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
export async function metricsOf(
  { metricsTo, k6Args }: Pick<RunOptions, 'metricsTo' | 'k6Args'>,
  id: string,
  note: (line: string) => void,
): Promise<Metrics | undefined> {
  if (metricsTo.length === 0 && !k6Args.some((word) => IS_OUTPUT.test(word))) return undefined;
  const all = await Promise.all(metricsTo.map((to) => withPassword(to)).map((to) => wayTo(to, note)));
  if (metricsTo.length > 0)
    note(`figures are sent to ${metricsTo.map(({ url }) => url).join(' and ')}, with ${RUN_TAG}=${id}`);
  return {
    of(profile, load) {
      const tags = { [RUN_TAG]: id, profile, load };
      return {
        metrics: { to: all.map(({ form, relay }) => ({ form, url: relay.url })), tags },
        sendSample: (sample) => {
          for (const { sender } of all) sender.sample(tags, sample);
        },
      };
    },
    async end() {
      await Promise.all(
        all.map(async ({ sender, relay, outbox }) => {
          relay.close();
          await sender.end();
          await outbox.end();
        }),
      );
    },
  };
}

async function wayTo(to: MetricsTo, note: (line: string) => void) {
  const outbox = outboxTo(to, note);
  return { form: to.form, outbox, relay: await relayTo(outbox), sender: senderTo(to.form, outbox) };
}
