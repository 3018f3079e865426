/**
 * What checks a record against its schema in schema/, compiled: dist/validators/NAME.cjs ends at the first misfit,
 * NAME-all.cjs finds them all. Compiling takes a command longer than most of what it does.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ENDING = '.schema.json';
/** That they are schemas is seen by a test: to look at it here, or to polish or run the code, takes most of the time of a build. */
const OPTIONS = {
  verbose: true,
  strict: false,
  strictNumbers: true,
  validateSchema: false,
  meta: false,
  code: { source: true, optimize: false, process: () => 'return () => {};' },
};
/** The one function of ajv that the validators call is copied beside them: they need no more of it. */
const LENGTH = 'ucs2length.cjs';
const LENGTH_OF_AJV = 'ajv/dist/runtime/ucs2length.js';
const REQUIRES_LENGTH = 'require("ajv/dist/runtime/ucs2length")';

const MODES = [
  { ending: '', allErrors: false },
  { ending: '-all', allErrors: true },
];

/**
 * @param {string} root of the project
 * @param {string} dist where the folder of validators belongs
 * @param {(path: string, contents: string) => void} write
 * @throws Error that names the schema when it is none
 */
export async function buildValidators(root, dist, write) {
  const schemas = readdirSync(join(root, 'schema'))
    .filter((file) => file.endsWith(ENDING))
    .map((file) => ({
      name: file.slice(0, -ENDING.length),
      text: readFileSync(join(root, 'schema', file), 'utf8'),
    }));
  const folder = join(dist, 'validators');
  const key = keyOf(root, schemas);
  if (isThere(folder, key)) return;
  const [{ Ajv }, { default: standalone }] = await Promise.all([
    import('ajv'),
    import('ajv/dist/standalone/index.js'),
  ]);
  write(join(folder, LENGTH), readFileSync(join(root, 'node_modules', ...LENGTH_OF_AJV.split('/')), 'utf8'));
  for (const { ending, allErrors } of MODES) {
    for (const { name, text } of schemas) {
      const ajv = new Ajv({ ...OPTIONS, allErrors });
      write(
        join(folder, `${name}${ending}.cjs`),
        compiled(ajv, standalone.default ?? standalone, name, text),
      );
    }
  }
  write(join(folder, 'key'), key);
}

function compiled(ajv, standalone, name, text) {
  try {
    return standalone(ajv, ajv.compile(JSON.parse(text))).replaceAll(
      REQUIRES_LENGTH,
      `require("./${LENGTH}")`,
    );
  } catch (error) {
    throw new Error(`schema/${name}${ENDING}: ${error.message}`);
  }
}

function keyOf(root, schemas) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'node_modules', 'ajv', 'package.json')));
  hash.update(readFileSync(join(root, 'src', 'build', 'validators.mjs')));
  for (const { name, text } of schemas) hash.update(`${name}\n${text}`);
  return hash.digest('hex');
}

function isThere(folder, key) {
  try {
    return readFileSync(join(folder, 'key'), 'utf8') === key;
  } catch {
    return false; // none yet
  }
}
