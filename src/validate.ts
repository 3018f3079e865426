/** Reads a JSON file against its schema in schema/ and says in one sentence what does not fit. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { BurstboxError, reason } from './errors.ts';
import { PROJECT_ROOT } from './root.ts';

export type SchemaName =
  | 'profile'
  | 'target'
  | 'run'
  | 'outcome'
  | 'summary'
  | 'sample'
  | 'history'
  | 'scenario'
  | 'scenario-verdict'
  | 'verdict'
  | 'matrix'
  | 'compare';

/**
 * @returns the file's content, known to fit schema/NAME.schema.json.
 * @throws BurstboxError config: the file, the path inside it, the value there and what was expected.
 */
export function readValid<T>(name: SchemaName, file: string): T {
  const value = parse(file);
  const misfit = whatIsWrong(name, value);
  if (misfit !== undefined)
    throw new BurstboxError('config', `${shown(file)}: ${misfit}; see schema/${name}.schema.json`, { file });
  return value as T;
}

/** The first misfit in words, undefined when the value fits the schema. */
export function whatIsWrong(name: SchemaName, value: unknown): string | undefined {
  const validator = validatorOf(name);
  return validator(value) ? undefined : sentence(mostTelling(validator.errors ?? []));
}

const validators = new Map<SchemaName, ValidateFunction>();

/** Compiled once: a soak has tens of thousands of samples to check. */
function validatorOf(name: SchemaName): ValidateFunction {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const schema = JSON.parse(readFileSync(join(PROJECT_ROOT, 'schema', `${name}.schema.json`), 'utf8'));
  const validator = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(schema);
  validators.set(name, validator);
  return validator;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new BurstboxError(
      'config',
      `${shown(file)}: ${reason(error)}; expected a JSON file`,
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
    return `${where} has an unknown key "${additionalProperty}"${expectedKeys(error)}`;
  if (missingProperty !== undefined) return `${where} has no "${missingProperty}", which is required`;
  if (error.keyword === 'oneOf') return `${where} must have exactly one of ${alternatives(error).join(', ')}`;
  if (error.keyword === 'false schema')
    return `${where} does not go with what stands beside it; leave it out`;
  const expected = allowedValues ?? (allowedValue === undefined ? undefined : [allowedValue]);
  const wanted = expected === undefined ? wantedBy(error) : `expected ${expected.map(quoted).join(' or ')}`;
  return `${where} is ${shownValue(error)}; ${wanted}`;
}

function wantedBy({ keyword, message, params, parentSchema }: ErrorObject): string {
  if (keyword === 'type') return `expected ${[params.type].flat().join(' or ')}`;
  const [example] = (parentSchema as { examples?: unknown[] } | undefined)?.examples ?? [];
  const wanted = String(message).replace(/^must (be )?/, (_, be) => (be ? 'expected ' : 'expected to '));
  return example === undefined ? wanted : `${wanted}, such as ${quoted(example)}`;
}

/** A secret that stands where it should not is not repeated in a message; schemas mark such places as `writeOnly`. */
function shownValue({ data, parentSchema }: ErrorObject): string {
  const isSecret = (parentSchema as { writeOnly?: boolean } | undefined)?.writeOnly === true;
  return isSecret ? 'not shown, for it may be secret' : quoted(data);
}

function expectedKeys(error: ErrorObject): string {
  const keys = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
  const named = keys.filter((key) => key !== '$schema');
  return named.length === 0 ? '' : `; expected one of ${named.join(', ')}`;
}

function alternatives(error: ErrorObject): string[] {
  return (error.schema as { required: string[] }[]).flatMap(({ required }) => required);
}

/** Values are cut short: a file given by mistake may be large. */
function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function shown(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') ? file : fromHere;
}
