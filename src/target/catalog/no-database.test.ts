import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { call, json, spawnService, temporaryFolder, urlOf } from '../test-service.ts';

test('where the database cannot be loaded the catalog says so, and files work', async (t) => {
  const program = join(temporaryFolder(t), 'main.mjs'); // no packages are found from there
  await build({
    entryPoints: [fileURLToPath(new URL('../main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@datadog/pprof', 'libsql'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'silent',
  });
  const url = await urlOf(spawnService(t, {}, [program]));
  const replies = await Promise.all(Array.from({ length: 10 }, () => call(url, 'GET', '/catalog/a')));
  for (const reply of replies) assert.deepEqual([reply.status, json(reply).error.code], [501, 'no_database']);
  assert.equal((await call(url, 'PUT', '/files/a', 'x')).status, 201);
  assert.equal(json(await call(url, 'GET', '/metrics/catalog')).connections, 0);
});
