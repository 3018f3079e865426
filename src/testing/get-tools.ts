/**
 * Gets what the tests call, before they run side by side: two that find it missing would each get it, and building k6 takes
 * all cores for minutes.
 */
import { K6 } from '../provision/k6.ts';
import { provision } from '../provision/provision.ts';
import { VERSITYGW } from '../provision/versitygw.ts';
import { PROJECT_ROOT } from '../root.ts';
import { probeDocker } from '../sandbox/docker/docker.ts';
import { ensureHostNodeImage } from '../sandbox/docker/host-node-image.ts';

const progress = (line: string) => void process.stderr.write(`${line}\n`);

for (const tool of [K6, VERSITYGW]) await provision(tool, { root: PROJECT_ROOT, progress });
if ((await probeDocker()).ok) await ensureHostNodeImage(progress);
