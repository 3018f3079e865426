/** What the script of a scenario is told of a run. Pure. */
import { SCRIPT_ENV } from '../contract/contract.ts';
import { REQUEST_TIMEOUT_SECONDS } from '../shared/load/limits.ts';
import type { ScenarioPlan } from '../store/records/records.ts';
import type { RunOptions } from './options.ts';
import { type Spoken, spokenParts } from './targets/spoken.ts';

/** By SCRIPT_ENV name; the base URL follows when the service has its port. */
export function parametersOf(
  options: RunOptions,
  target: Spoken,
  { requestTimeoutSeconds = REQUEST_TIMEOUT_SECONDS, legs, s3 }: ScenarioPlan,
  seed: number,
): Record<string, string> {
  return {
    [SCRIPT_ENV.pace]: options.pace,
    [SCRIPT_ENV.seed]: String(seed),
    [SCRIPT_ENV.requestTimeout]: String(requestTimeoutSeconds),
    ...described(target),
    ...(s3 === undefined
      ? {}
      : { [SCRIPT_ENV.s3Load]: JSON.stringify(s3), [SCRIPT_ENV.shape]: JSON.stringify(legs) }),
    ...(options.durationSeconds === undefined
      ? {}
      : { [SCRIPT_ENV.duration]: String(options.durationSeconds) }),
    ...(options.vus === undefined ? {} : { [SCRIPT_ENV.vus]: String(options.vus) }),
    ...(options.rate === undefined ? {} : { [SCRIPT_ENV.rate]: String(options.rate) }),
  };
}

function described(target: Spoken): Record<string, string> {
  const parts = Object.entries(spokenParts(target)) as [keyof Spoken, unknown][];
  return Object.fromEntries(parts.map(([name, part]) => [SCRIPT_ENV[name], JSON.stringify(part)]));
}
