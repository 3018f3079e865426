/**
 * Finds a service that runs already, so that it can be watched: by the port that it listens on, by its pid, or by its
 * container. It is only watched: never limited, and never stopped.
 */

import { hostOf, isThisMachine, portOf } from '../../network/addresses.ts';
import type { Watched } from '../../store/records/records.ts';
import type { Container } from '../docker/container.ts';
import { visiblePid } from '../docker/service.ts';
import type { Service } from '../sandbox.ts';
import { containerOf, namedContainer, publishingContainer } from './container.ts';
import { holdersOf, rootsOf } from './holders.ts';
import { listeningInodes } from './listeners.ts';
import { commandName, namedProcess } from './named-process.ts';
import { watchUnseenContainer } from './unseen-container.ts';
import { watchProcesses } from './watch-processes.ts';

/** What the user names; nothing: whoever listens on the port of the base URL. */
export interface Wish {
  pid?: number;
  container?: string;
}

export interface Attachment {
  watched: Watched;
  isAlive(): boolean;
  /** Begins to watch; `stop` ends that, and nothing else. */
  open(): Service;
}

/** Helpers of container engines, with and without root, that listen for a published port and hand on to its container. */
const PROXY = /^(docker-proxy|rootlesskit|rootlessport|slirp4netns|pasta|conmon|vpnkit|gvproxy)/;

/**
 * @returns what was found, or in words why nothing can be seen of the service
 * @throws BurstboxError usage when what the user names is not there, or not ours to look into
 */
export async function findRunning(baseUrl: string, wish: Wish): Promise<Attachment | string> {
  if (wish.container !== undefined) return watchContainer(await namedContainer(wish.container));
  if (wish.pid !== undefined) return await watchRoots([namedProcess(wish.pid)]);
  const host = hostOf(baseUrl);
  if (!(await isThisMachine(host))) return `${host} is not an address of this machine alone`;
  if (process.platform !== 'linux') return 'processes can be watched on Linux only';
  return await findByPort(portOf(baseUrl));
}

async function findByPort(port: number): Promise<Attachment | string> {
  const inodes = listeningInodes(port);
  const holders = holdersOf(inodes);
  const proxy = holders.map((pid) => commandName(pid) ?? '').find((name) => PROXY.test(name));
  const roots = proxy === undefined ? rootsOf(holders) : [];
  if (roots.length > 0) return await watchRoots(roots);
  const container = await publishingContainer(port);
  if (container !== undefined) return watchContainer(container);
  if (proxy !== undefined)
    return `port ${port} belongs to a container (${proxy} listens for it) that docker does not show here; set DOCKER_HOST to its engine, or name a process with --pid`;
  if (inodes.length === 0) return `no process here listens on port ${port}`;
  return holders.length === 0
    ? `the process that listens on port ${port} belongs to another user`
    : `the process that listens on port ${port} has started burstbox`;
}

async function watchRoots(roots: number[]): Promise<Attachment> {
  return watchProcesses(roots, await containerOf(roots[0] ?? 0));
}

function watchContainer(container: Container): Attachment {
  const pid = visiblePid(container);
  return pid === undefined ? watchUnseenContainer(container) : watchProcesses([pid], container);
}
