/** The rows of the detection matrix that a busy machine could hide: a slow leak, and a service without a fault. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MatrixRecord } from '../../../matrix/record.ts';
import { probeDrivers } from '../../../sandbox/sandbox.ts';
import { testWith } from '../../../sandbox/test-bed.ts';
import { FILES } from '../../../store/store.ts';
import { inWorld } from '../cli.ts';
import { folderOf, resultsOf } from '../matrix-results.ts';

const [CGROUP] = (await probeDrivers()).filter(
  (probe) => (probe.ok ? probe.driver.name : probe.name) === 'cgroup',
);

if (CGROUP !== undefined)
  testWith(CGROUP, 'what creeps in is found, and nothing where nothing is', () =>
    inWorld(async (world) => {
      const { code, stdout, stderr } = await world.run('matrix heap-leak clean:ping --sandbox cgroup --json');
      assert.equal(code, 0, stderr);
      const record = JSON.parse(stdout) as MatrixRecord;
      const [leak, clean] = resultsOf(record);
      assert.equal(leak, 'heap-leak hit');
      // On a machine as busy as one that runs tests it may be that nothing can be said of a clean service.
      assert.match(clean ?? '', /^clean:ping (hit|unknown)$/);
      for (const { run } of record.cells)
        assert.ok(existsSync(join(folderOf(world), run, FILES.reportMarkdown)));
      assert.deepEqual(world.leftovers(), []);
    }),
  );
