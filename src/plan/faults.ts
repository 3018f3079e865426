/** The faults that the reference service can be started with; they show that a run finds what is wrong. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_ENV, type FaultDeclaration, type FaultParameter } from '../contract/contract.ts';
import { BurstboxError } from '../errors.ts';
import { PROGRAM, PROJECT_ROOT } from '../root.ts';
import { didYouMean } from '../text/spelling.ts';
import type { Target } from './targets/targets.ts';

/** What every fault in src/target/faults/ declares of itself, collected by build.mjs. */
export function loadFaults(): FaultDeclaration[] {
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'dist', 'faults.json'), 'utf8')) as FaultDeclaration[];
}

/**
 * The reference service's environment with these faults and no others, whatever our own environment says.
 * @param faults each `NAME[:key=value…]`
 * @throws BurstboxError usage with the nearest valid name or with the range
 */
export function faultEnv(faults: string[]): Record<string, string> {
  for (const text of faults) checkFault(text);
  return { [FAULT_ENV]: faults.join(',') };
}

/**
 * The target with faults planted.
 * @throws BurstboxError usage when a fault is wrong, or the target is not the reference service
 */
export function withFaults(target: Target, faults: string[]): Target {
  const { start } = target;
  if (start?.builtin === 'reference')
    return { ...target, start: { ...start, env: { ...start.env, ...faultEnv(faults) } } };
  if (faults.length === 0) return target;
  throw new BurstboxError(
    'usage',
    `--fault ${faults[0]}: only the reference service has faults, and only when burstbox starts it; leave out --target and --base-url`,
    { faults },
  );
}

/** The service reads the same text for itself: src/target/faults/read.ts; a test holds the two together. */
function checkFault(text: string): void {
  const [name = '', ...settings] = text.split(':');
  const known = loadFaults();
  const fault = known.find((each) => each.name === name);
  if (fault === undefined) {
    const names = known.map((each) => each.name);
    throw misfit(text, `there is no fault "${name}"${didYouMean(name, names)}`);
  }
  for (const setting of settings) checkSetting(setting, fault, text);
}

function checkSetting(setting: string, { name, parameters }: FaultDeclaration, text: string): void {
  const [key = '', value = ''] = setting.split(/=(.*)/s);
  const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (parameter === undefined)
    throw misfit(text, `${name} has no "${key}"${didYouMean(key, Object.keys(parameters))}`);
  if (!isInRange(value, parameter))
    throw misfit(
      text,
      `${key}=${value} is not a number from ${parameter.min} to ${parameter.max} (${parameter.unit})`,
    );
}

function isInRange(text: string, { min, max }: FaultParameter): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) >= min && Number(text) <= max;
}

function misfit(text: string, what: string): BurstboxError {
  return new BurstboxError('usage', `--fault ${text}: ${what}; see \`${PROGRAM} list\``, { text });
}
