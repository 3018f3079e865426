/** Of a module k6 keeps every name for each VU; of a function that has returned only what its closures use. */

const IMPORT = /^import [^;]*? from "[^"]+";$/gm;
const EXPORTS = /^export \{([^}]*)\};$/m;

/**
 * Lines stay where they are, for the source map.
 * @param {string} module in ESM, as esbuild writes it
 * @param {string} name of the function
 * @returns {string} a module in which a function does what the other did, and returns what it exported
 */
export function asFunction(module, name) {
  const imports = module.match(IMPORT)?.map((each) => each.replaceAll('\n', ' ')) ?? [];
  const body = module
    .replace(IMPORT, (each) => each.replaceAll(/[^\n]/g, ''))
    .replace(EXPORTS, (_, names) => `return {${names.replaceAll(/(\S+) as (\w+)/g, '$2: $1')}};}`);
  return `${imports.join(' ')} function ${name}() { ${body}`;
}
