/**
 * The types of `burstbox/k6` for the package: dist/types/, as the compiler declares src/k6/library.ts and what it is made of.
 * `npm pack` needs them, and no build of a checkout does.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const types = join(root, 'dist', 'types');
const ENTRY = 'src/k6/library.ts';

const all = mkdtempSync(join(root, 'dist', 'declared-'));
try {
  const config = join(all, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'scripts', 'tsconfig.json'),
      compilerOptions: {
        ...{ noEmit: false, declaration: true, emitDeclarationOnly: true },
        ...{ rootDir: root, outDir: all, typeRoots: [join(root, 'node_modules', '@types')] },
      },
      files: [ENTRY, 'src/k6/bundle.d.ts', 'src/k6/console.d.ts'].map((file) => join(root, file)),
      include: [],
    }),
  );
  execFileSync(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config], {
    stdio: 'inherit',
  });
  rmSync(types, { recursive: true, force: true });
  for (const file of reachedFrom(ENTRY))
    write(join(types, declaredIn(file)), readFileSync(join(all, declaredIn(file)), 'utf8'));
} finally {
  rmSync(all, { recursive: true, force: true });
}

/** @returns {Set<string>} the sources of all that a source's declarations refer to, itself included */
function reachedFrom(file, reached = new Set()) {
  if (reached.has(file)) return reached;
  reached.add(file);
  const text = readFileSync(join(all, declaredIn(file)), 'utf8');
  for (const [, other] of text.matchAll(/(?:from |import\()["'](\.[^"']+)["']/g))
    reachedFrom(normalize(join(dirname(file), other)).replaceAll('\\', '/'), reached);
  return reached;
}

function declaredIn(file) {
  return file.replace(/\.ts$/, '.d.ts');
}

/** Users need not allow imports that end in .ts. */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text.replace(/(from |import\()(["'])(\.[^"']+)\.ts\2/g, '$1$2$3.js$2'));
}
