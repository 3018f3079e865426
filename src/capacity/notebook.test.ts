/** The notebook under examples/ reads what a campaign writes. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { PROJECT_ROOT } from '../root.ts';
import { FILES } from '../store/store.ts';
import { fakeStore, playOn } from './fixtures.ts';

const NOTEBOOK = join(PROJECT_ROOT, 'examples', 'capacity-notebook', 'capacity.ipynb');
/** What Jupyter does with it, but for what it shows. */
const RUN = `
import json, sys
scope = {}
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]), scope)
`;

test('the notebook runs from its first cell to its last on the summary of a campaign', async (t) => {
  if (spawnSync('python3', ['--version']).status !== 0) return t.skip('there is no python3');
  const { folder } = await playOn(t, await fakeStore(t, { quotaFiles: 17 }));
  const env = { ...process.env, CAPACITY_SUMMARY: join(folder, FILES.summary), MPLBACKEND: 'agg' };
  const said = execFileSync('python3', ['-c', RUN, NOTEBOOK], { env, encoding: 'utf8' });
  assert.match(said, /^ceiling: 17 files, 0\.000 GB, because: its quota is used up/m);
  assert.match(said, /^what is stored can be read: True$/m);
  assert.match(said, /^stage 1: 17 of 30 files/m);
});
