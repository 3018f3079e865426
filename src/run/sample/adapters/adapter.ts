import type { SampleName } from '../../../contract/contract.ts';

export type Values = Partial<Record<SampleName, number>>;

/** One form in which services tell what they know of themselves. */
export interface Adapter {
  /** Where services usually offer it, the most usual first. */
  paths: string[];
  /** More is not read: a target is never trusted with our memory and time. */
  mostBytes: number;
  /** Whether a line that begins with this name is wanted. Where it is given the others are not kept, and `read` does not see them. */
  keeps?: (name: string) => boolean;
  /** The series it holds, in a sample's units; undefined when the body is not of this form. May throw for that, too. */
  read(body: string): Values | undefined;
}

/** No service has so many of anything; a number like this is a mistake of the target's. */
const MAX_READING = 1e12;

/** Empty unless it is a number that a reading can have: absent is never zero. */
export function reading(name: SampleName, value: unknown, factor = 1): Values {
  if (typeof value !== 'number') return {};
  const scaled = value * factor;
  return Number.isFinite(scaled) && scaled >= 0 && scaled < MAX_READING ? { [name]: scaled } : {};
}

export type Fields = Record<string, [name: SampleName, factor: number]>;

/** Field of a JSON object → series, and the factor that turns its unit into ours. */
export function readFields(body: unknown, fields: Fields): Values | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const values = Object.entries(fields).map(([field, [name, factor]]) =>
    Object.hasOwn(body, field) ? reading(name, (body as Record<string, unknown>)[field], factor) : {},
  );
  return Object.assign({}, ...values);
}
