/** Run in a virtual machine: makes the image of this machine's node, and prints its name. */
import { ensureHostNodeImage } from '../../sandbox/docker/host-node-image.ts';

console.log(await ensureHostNodeImage(console.error));
