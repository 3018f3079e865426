/** One id on all that leaves while a run goes on: the figures of k6, and samples of the service. */
import type { Sample } from '../../contract/contract.ts';
import { type MetricsTo, RUN_TAG, withPassword } from '../../plan/metrics-to.ts';
import type { RunOptions } from '../../plan/options.ts';
import type { LoadOrder } from '../drive/generator.ts';
import { outboxTo } from './outbox.ts';
import { type LabelledValues, OURS } from './points.ts';
import { senderTo } from './sender.ts';

export interface Metrics {
  /** What play needs of it for one scenario. */
  of(
    profile: string,
    load: string,
  ): { exported: NonNullable<LoadOrder['exported']>; sendSample(sample: Sample): void };
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
  const all = metricsTo.map((to) => wayTo(withPassword(to), note));
  if (metricsTo.length > 0)
    note(`figures are sent to ${metricsTo.map(({ url }) => url).join(' and ')}, with ${RUN_TAG}=${id}`);
  const send = (tags: Record<string, string>, read: LabelledValues[]) => {
    const labelled = read.map((each) => ({ ...each, labels: { ...each.labels, ...tags } }));
    for (const { sender } of all) sender.send(labelled);
  };
  return {
    of(profile, load) {
      const tags = { [RUN_TAG]: id, profile, load };
      return {
        exported: {
          tags,
          ...(all.length === 0 ? {} : { send: (figures) => send(tags, figures) }),
        },
        sendSample: ({ t, values }) => send(tags, [{ labels: {}, t, prefix: OURS, values }]),
      };
    },
    async end() {
      await Promise.all(
        all.map(async ({ sender, outbox }) => {
          await sender.end();
          await outbox.end();
        }),
      );
    },
  };
}

function wayTo(to: MetricsTo, note: (line: string) => void) {
  const outbox = outboxTo(to, note);
  return { outbox, sender: senderTo(to.form, outbox) };
}
