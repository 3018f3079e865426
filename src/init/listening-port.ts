/** On which port a service that we started listens: not all take the one that they are given. Linux only. */
import { listenersIn } from '../sandbox/attach/listeners.ts';
import { socketInodes } from '../sandbox/attach/socket-inodes.ts';
import { processTree } from '../sandbox/process/tree.ts';

/** The lowest port that the process, or one that it started, listens on; undefined when there is none, or it cannot be known. */
export function listeningPort(pid: number): number | undefined {
  const own = new Set(processTree(pid).flatMap(socketInodes));
  const ports = listenersIn(`/proc/${pid}`).flatMap(({ port, inode }) => (own.has(inode) ? [port] : []));
  return ports.sort((a, b) => a - b)[0];
}
