/** On which port a service that we started listens: not all take the one that they are given. Linux only. */
import { readdirSync, readlinkSync } from 'node:fs';
import { readText } from '../sandbox/kernel-file.ts';
import { processTree } from '../sandbox/process-tree.ts';

/** State of a listening socket in /proc/net/tcp (proc_pid_net(5)). */
const LISTEN = '0A';

/** The lowest port that the process, or one that it started, listens on; undefined when there is none, or it cannot be known. */
export function listeningPort(pid: number): number | undefined {
  const own = new Set(processTree(pid).flatMap(socketsOf));
  const ports = ['tcp', 'tcp6']
    .flatMap((file) => (readText(`/proc/${pid}/net/${file}`) ?? '').split('\n').slice(1))
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const port = Number.parseInt(local.split(':')[1] ?? '', 16);
      return state === LISTEN && own.has(inode) && port > 0 ? [port] : [];
    });
  return ports.sort((a, b) => a - b)[0];
}

function socketsOf(pid: number): string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).flatMap((fd) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${fd}`)) ?? [];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return []; // ended, or somebody else's
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
