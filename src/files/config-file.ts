/** Reads what users configure by a file, in JSON or YAML, against its schema. */
import { createRequire } from 'node:module';
import { BurstboxError, reason } from '../errors.ts';
import { shownOwn } from '../root.ts';
import { parseJson } from './json.ts';
import { readText, shownPath } from './text-file.ts';
import { type SchemaName, whatIsWrong } from './validate.ts';

const IS_YAML = /\.ya?ml$/i;

/**
 * @param more what the schema cannot say: the first mistake in words, undefined where there is none
 * @throws BurstboxError config: the file, the place in it, the value and what was expected
 */
export function readConfigFile<T>(
  name: SchemaName,
  file: string,
  more: (config: T) => string | undefined = () => undefined,
): T {
  const value = parsed(file);
  const misfit = whatIsWrong(name, value) ?? more(value as T);
  if (misfit === undefined) return value as T;
  throw new BurstboxError(
    'config',
    `${shownPath(file)}: ${misfit}; see ${shownOwn(`schema/${name}.schema.json`)}`,
    {
      file,
    },
  );
}

function parsed(file: string): unknown {
  const text = readText(file);
  const isYaml = IS_YAML.test(file);
  try {
    return isYaml ? yaml().parse(text) : parseJson(text);
  } catch (error) {
    const [said = ''] = reason(error).split('\n');
    throw new BurstboxError(
      'config',
      `${shownPath(file)}: ${said}; expected ${isYaml ? 'YAML' : 'JSON (or YAML, in a file that ends in .yaml)'}`,
      { file },
      error,
    );
  }
}

/** Loaded when it is needed: most runs have no such file. */
function yaml(): { parse(text: string): unknown } {
  return (createRequire(import.meta.url)('zx') as typeof import('zx')).YAML;
}
