import { readdirSync, readlinkSync } from 'node:fs';

/** Inodes of the sockets that a process holds (proc_pid_fd(5)). Empty when it has ended, or is another user's. */
export function socketInodes(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((fd) => inodeOf(`${folder}/${fd}`) ?? []);
  } catch {
    return [];
  }
}

function inodeOf(link: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(link))?.[1];
  } catch {
    return undefined; // closed in the meantime
  }
}
