import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../ledger/ledger.ts';
import { ensureHostNodeImage } from '../docker/host-node-image.ts';
import { type Driver, probeDrivers } from '../sandbox.ts';
import { STUBBORN } from '../test-bed.ts';

/** A run that the test kills: starts the same service in each driver named on its command line, and then hangs. */
const [runId = '', ...wanted] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'burstbox-test-'));
const ledger = openLedger({ id: runId, folder: '/results/of/this/run' });
ledger.add({ kind: 'folder', path: folder });

for (const probe of await probeDrivers()) {
  if (probe.ok && wanted.includes(probe.driver.name)) await startIn(probe.driver);
}
console.log(JSON.stringify({ folder }));
setInterval(() => {}, 1000);

async function startIn(driver: Driver): Promise<void> {
  const image = driver.name === 'docker' ? { image: await ensureHostNodeImage() } : {};
  const spec = {
    name: `${runId}-${driver.name}`,
    command: ['node', '-e', STUBBORN],
    env: {},
    cwd: folder,
    limits: { cpus: 1, memoryBytes: 256 * 1024 * 1024 },
    logFile: join(folder, `${driver.name}.log`),
    ...image,
  };
  await driver.start(spec, ledger);
}
