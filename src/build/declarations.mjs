/** What every script declares of itself, read by evaluating its program with k6's modules replaced by hollow ones. */

/** What k6, and we, ask of a bundle: the declaration, and what `k6Program` makes of it. */
const EXPORTS = ['scenario', 'options', 'setup', 'run', 'teardown', 'handleSummary'];

/**
 * @param {{name: string, program: string}[]} scripts their programs in CommonJS
 * @param {string} folder of the scripts, as messages name it
 * @returns {Record<string, object>} `scenario` of each, by the script's name
 * @throws Error that names the script when it lacks an export, or throws
 */
export function declarations(scripts, folder) {
  const scenarios = Object.create(null); // a script may be called __proto__.ts
  for (const { name, program } of scripts) scenarios[name] = declared(program, `${folder}/${name}.ts`);
  return scenarios;
}

function declared(program, script) {
  const exports = evaluated(program, script);
  const missing = EXPORTS.find((name) => exports[name] === undefined);
  if (missing === undefined) return exports.scenario;
  throw new Error(
    `${script} does not export \`${missing}\`; expected ${EXPORTS.join(', ')}, as docs/own-scenario.md shows`,
  );
}

function evaluated(program, script) {
  const module = { exports: {} };
  try {
    new Function('module', 'require', '__ENV', program)(module, () => Object.create(hollow), {});
  } catch (error) {
    throw new Error(`${script} throws when it is loaded: ${error.message ?? error}`);
  }
  return module.exports;
}

/** Whatever is asked of it is a function that returns more of the same. As a prototype, since esbuild copies what is an object's own. */
const hollow = new Proxy(class {}, { get: () => hollow, apply: () => hollow, construct: () => hollow });
