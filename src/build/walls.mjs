/**
 * The walls between the programs. An import that crosses one fails the build: what runs inside k6 or a browser has no Node,
 * and the service under test must not share code with what judges it.
 */

/** What all of them agree on. */
const CONTRACT = ['src/contract/'];

/** What each program may import: files of ours by path prefix, packages by name. */
const WALLS = {
  scripts: { files: ['scripts/', 'src/k6/', 'src/shared/', ...CONTRACT], packages: /^k6(\/|$)/ },
  target: {
    files: ['src/target/', ...CONTRACT],
    packages: /^(node:|@datadog\/pprof$|pprof-format$|@fastify\/busboy$|libsql$|prom-client$)/,
  },
  page: {
    files: ['src/page/', ...CONTRACT, 'src/text/numbers.ts'],
    packages: /^(uplot|d3-flame-graph|d3-selection)(\/|$)/,
  },
  // `zx` alone parses our command line for itself while it is loaded, and throws at --constructor.
  orchestrator: {
    files: ['src/!target/'],
    packages: /^(node:|zx\/core$|ajv(\/|$)|esbuild$|pprof-format$|ml-levenberg-marquardt$)/,
  },
};

/**
 * @param {keyof typeof WALLS} program
 * @param {import('esbuild').Metafile} metafile of its bundle
 * @throws with a line for each import that crosses the wall
 */
export function checkWall(program, metafile) {
  const wall = WALLS[program];
  const ours = Object.entries(metafile.inputs).filter(([file]) => !isPackage(file));
  const importerOf = (file) => ours.find(([, { imports }]) => imports.some(({ path }) => path === file))?.[0];
  const crossings = ours.flatMap(([file, { imports }]) => {
    if (!mayImport(wall.files, file))
      return [`${file} is behind the wall of the ${program} program; ${importerOf(file)} imports it`];
    return imports
      .filter(({ path, external }) => (external && path !== '<runtime>') || isPackage(path))
      .map(({ path, original = path }) => original)
      .filter((name) => !wall.packages.test(name))
      .map((name) => `${file} imports ${name}, which the ${program} program may not use`);
  });
  if (crossings.length > 0) throw new Error(crossings.join('\n'));
}

function isPackage(path) {
  return path.includes('node_modules/');
}

/** `src/!target/` reads: anything below src but src/target. */
function mayImport(allowed, file) {
  return allowed.some((prefix) => {
    const [before, excluded] = prefix.split('!');
    return file.startsWith(before) && (excluded === undefined || !file.startsWith(before + excluded));
  });
}

/** Said here, because a package for Node would fail in a dozen other ways before the wall is looked at. */
export const k6Only = {
  name: 'k6-only',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || WALLS.scripts.packages.test(path)) return undefined;
      const text = `scripts run inside k6 and may not import ${path}; they may import k6, src/k6/ and src/contract/contract.ts`;
      return { errors: [{ text }] };
    });
  },
};
