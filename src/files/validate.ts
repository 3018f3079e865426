/** Reads a JSON file against its schema in schema/ and says in one sentence what does not fit. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { BurstboxError, reason } from '../errors.ts';
import { PROJECT_ROOT, shownOwn } from '../root.ts';
import { didYouMean } from '../text/spelling.ts';
import { parseJson } from './json.ts';
import { readText, shownPath } from './text-file.ts';

export type SchemaName =
  | 'profile'
  | 's3-config'
  | 'interval'
  | 'capacity-config'
  | 'campaign'
  | 'capacity'
  | 'journal'
  | 's3-error'
  | 'target'
  | 'run'
  | 'outcome'
  | 'summary'
  | 'sample'
  | 'history'
  | 'stored'
  | 'scenario'
  | 'scenario-verdict'
  | 'verdict'
  | 'matrix'
  | 'compare';

/**
 * @returns the file's content, known to fit schema/NAME.schema.json.
 * @throws BurstboxError config: the file, the path inside it, the value there and what was expected; see text-file.ts for what is read.
 */
export function readValid<T>(name: SchemaName, file: string): T {
  const value = parse(file);
  const misfit = whatIsWrong(name, value);
  if (misfit !== undefined)
    throw new BurstboxError(
      'config',
      `${shownPath(file)}: ${misfit}; see ${shownOwn(`schema/${name}.schema.json`)}`,
      {
        file,
      },
    );
  return value as T;
}

/** The first misfit in words, undefined when the value fits the schema. */
export function whatIsWrong(name: SchemaName, value: unknown): string | undefined {
  const first = validatorOf(name, false);
  if (first(value)) return undefined;
  // Fifty thousand wrong entries would be a minute's work.
  if (isLarge(value)) return sentence(mostTelling(first.errors ?? []));
  const all = validatorOf(name, true);
  all(value);
  return sentence(mostTelling(all.errors ?? []));
}

const load = createRequire(import.meta.url);
const validators = new Map<string, ValidateFunction>();

/** Made by build.mjs (src/build/validators.mjs), and loaded when first needed. */
function validatorOf(name: SchemaName, allErrors: boolean): ValidateFunction {
  const file = `${name}${allErrors ? '-all' : ''}.cjs`;
  const known = validators.get(file);
  if (known !== undefined) return known;
  const validator = load(join(PROJECT_ROOT, 'dist', 'validators', file)) as ValidateFunction;
  validators.set(file, validator);
  return validator;
}

/** No file that somebody writes has as many values. */
const MAX_VALUES = 10_000;

function isLarge(value: unknown): boolean {
  let left = MAX_VALUES;
  const counts = (each: unknown): boolean => {
    if (left-- <= 0) return true;
    return typeof each === 'object' && each !== null && Object.values(each).some(counts);
  };
  return counts(value);
}

function parse(file: string): unknown {
  const text = readText(file);
  try {
    return parseJson(text);
  } catch (error) {
    throw new BurstboxError(
      'config',
      `${shownPath(file)}: ${reason(error)}; expected a JSON file`,
      { file },
      error,
    );
  }
}

/** A misspelt key says more than the missing key it causes; the key that one of several alternatives lacks says least. */
function mostTelling(errors: ErrorObject[]): ErrorObject | undefined {
  const order = ['additionalProperties', 'type', 'enum', 'const', 'pattern', 'minimum', 'maximum'];
  const rank = ({ keyword, schemaPath }: ErrorObject) => {
    if (schemaPath.includes('/oneOf/')) return order.length + 1;
    return order.includes(keyword) ? order.indexOf(keyword) : order.length;
  };
  return [...errors].sort((a, b) => rank(a) - rank(b))[0];
}

function sentence(error: ErrorObject | undefined): string {
  if (error === undefined) return 'does not fit its schema';
  const where = error.instancePath === '' ? 'the file' : error.instancePath;
  const { additionalProperty, missingProperty, allowedValues, allowedValue } = error.params;
  if (additionalProperty !== undefined)
    return `${where} has an unknown key "${additionalProperty}"${expectedKeys(error, additionalProperty)}`;
  if (missingProperty !== undefined) return `${where} has no "${missingProperty}", which is required`;
  if (error.keyword === 'oneOf') return `${where} ${alternativesText(error)}`;
  if (error.propertyName !== undefined)
    return `${where} has a key ${quoted(error.propertyName)}; ${wantedBy(error)}`;
  if (error.keyword === 'false schema')
    return `${where} cannot be combined with the keys next to it; leave it out`;
  const expected = allowedValues ?? (allowedValue === undefined ? undefined : [allowedValue]);
  // A text that must be this one may be an object instead.
  const choices = [...(expected ?? []).map(quoted), ...(isTextOfEither(error) ? ['an object'] : [])];
  const wanted = expected === undefined ? wantedBy(error) : `expected ${choices.join(' or ')}`;
  return `${where} is ${shownValue(error)}; ${wanted}`;
}

function isTextOfEither({ schemaPath }: ErrorObject): boolean {
  return schemaPath.endsWith('/then/const');
}

function wantedBy(error: ErrorObject): string {
  const { description, examples } = (error.parentSchema ?? {}) as {
    description?: string;
    examples?: unknown[];
  };
  const example = examples?.[0];
  const wanted = whatWanted(error, description);
  return example === undefined ? wanted : `${wanted}, such as ${quoted(example)}`;
}

function whatWanted({ keyword, message, params }: ErrorObject, description: string | undefined): string {
  if (keyword === 'type') return `expected ${[params.type].flat().join(' or ')}`;
  // What a pattern means is said better by who wrote it.
  if (keyword === 'pattern' && description !== undefined) return `expected ${description}`;
  if (keyword === 'minItems') return `expected at least ${params.limit} in it`;
  if (keyword === 'minLength') return `expected a text of at least ${params.limit} character`;
  return String(message).replace(/^must (be )?/, (_, be) => (be ? 'expected ' : 'expected to '));
}

/** A secret that stands where it should not is not repeated in a message; schemas mark such places as `writeOnly`. */
function shownValue({ data, parentSchema }: ErrorObject): string {
  const isSecret = (parentSchema as { writeOnly?: boolean } | undefined)?.writeOnly === true;
  return isSecret ? 'not shown, because it may be secret' : quoted(data);
}

function expectedKeys(error: ErrorObject, found: string): string {
  const keys = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  const named = keys.filter((key) => key !== '$schema');
  if (named.length === 0) return '';
  const hint = didYouMean(found, named);
  return `${hint.startsWith(' (') ? hint : ''}; expected one of ${named.join(', ')}`;
}

function alternativesText({ schema, data }: ErrorObject): string {
  const alternatives = (schema as { required: string[] }[]).flatMap(({ required }) => required);
  const there = alternatives.filter((key) => typeof data === 'object' && data !== null && key in data);
  const has = there.length === 0 ? 'none of them' : there.join(' and ');
  return `must have exactly one of ${alternatives.join(', ')}, and has ${has}`;
}

/** Values are cut short: a file given by mistake may be large. */
function quoted(value: unknown): string {
  // What JSON writes as 1e999 is infinite here, and would be shown as null.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
