import { FAULT_ENV, type FaultParameter } from '../../contract/contract.ts';
import { SettingError } from '../setting-error.ts';
import type { Fault } from './fault.ts';
import { FAULTS } from './list.ts';

/** A fault to be planted, with a value for each of its parameters. */
export interface NamedFault {
  fault: Fault;
  values: Readonly<Record<string, number>>;
}

/**
 * Reads `NAME[:key=value…]`, several separated by commas: `heap-leak:kb_per_request=64,slow`.
 * @throws SettingError with what is valid in that place
 */
export function readFaults(text: string): NamedFault[] {
  return text === '' ? [] : text.split(',').map(readFault);
}

function readFault(text: string): NamedFault {
  const [name = '', ...settings] = text.split(':');
  const fault = FAULTS.find((each) => each.name === name);
  if (fault === undefined)
    throw misfit(
      `there is no fault "${name}"`,
      FAULTS.map((each) => each.name),
    );
  const given = settings.map((setting) => readValue(setting, fault));
  const usual = Object.entries(fault.parameters).map(([key, parameter]) => [key, parameter.default]);
  return { fault, values: Object.fromEntries([...usual, ...given]) };
}

function readValue(setting: string, { name, parameters }: Fault): [key: string, value: number] {
  const [key = '', text = ''] = setting.split(/=(.*)/s);
  const parameter = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
  if (parameter === undefined) throw misfit(`${name} has no "${key}"`, Object.keys(parameters));
  return [key, inRange(text, parameter, `${name}:${key}`)];
}

function inRange(text: string, { min, max, unit }: FaultParameter, where: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new SettingError(`${FAULT_ENV}: ${where}=${text} is not a number from ${min} to ${max} (${unit})`);
}

function misfit(what: string, valid: string[]): SettingError {
  return new SettingError(`${FAULT_ENV}: ${what}; valid: ${valid.join(', ')}`);
}
