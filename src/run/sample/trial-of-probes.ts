/** Whether probes that somebody named tell anything, asked once. */

import { withDeadline } from '../../deadline.ts';
import { reason } from '../../errors.ts';
import type { Probes } from '../../plan/targets/targets.ts';
import { ADAPTERS } from './adapters/adapters.ts';
import { ask, mannerOf } from './ask.ts';
import { download } from './pprof.ts';
import { probeUrl } from './probes.ts';
import { profileIn } from './profile-answer.ts';

/** What a run allows a large page, and the first metrics of a cold JVM. */
const ANSWER_TIMEOUT_MS = 10_000;

/** One sentence for each that tells nothing, with the reason. */
export async function trialOfProbes(baseUrl: string, probes: Probes, signal: AbortSignal): Promise<string[]> {
  const looked = ADAPTERS.map(async ([form, adapter]) => {
    const where = probes[form];
    if (where === undefined) return [];
    const told = await ask(probeUrl(baseUrl, where), adapter, ANSWER_TIMEOUT_MS, mannerOf(), signal);
    return 'silence' in told ? [`the ${form} probe at ${where} returns no data: ${told.silence.why}`] : [];
  });
  return [...(await Promise.all(looked)).flat(), ...(await trialOfPprof(baseUrl, probes.pprof, signal))];
}

/** An index is for people; what is read are the profiles below it. */
async function trialOfPprof(
  baseUrl: string,
  index: string | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  if (index === undefined) return [];
  const url = `${probeUrl(baseUrl, index).replace(/\/$/, '')}/heap`;
  try {
    await profileIn(await withDeadline(ANSWER_TIMEOUT_MS, signal, (limited) => download(url, {}, limited)));
    return [];
  } catch (error) {
    return [`the pprof probe at ${index} returns no heap profile: ${reason(error)}`];
  }
}
