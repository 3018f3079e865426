/** Which sockets listen on a port of this machine (proc_pid_net(5): /proc/net/tcp and tcp6). */
import { readText } from '../cgroup/kernel-file.ts';

/** TCP_LISTEN of the kernel's include/net/tcp_states.h. */
const LISTENING = '0A';
const ANY_ADDRESS = ['00000000', '0'.repeat(32)];

/**
 * Inodes of the sockets that take connections to a loopback port. One that is bound to the loopback address goes before
 * one that takes all addresses, as in the kernel; several share a port when they set SO_REUSEPORT.
 */
export function listeningInodes(port: number, proc = '/proc'): string[] {
  const sockets = listenersIn(proc).filter((socket) => socket.port === port);
  const bound = sockets.filter(({ address }) => isLoopback(address));
  const taken = bound.length > 0 ? bound : sockets.filter(({ address }) => ANY_ADDRESS.includes(address));
  return taken.map(({ inode }) => inode);
}

export interface Listener {
  /** As the kernel writes it: hexadecimal, each group of four bytes in the byte order of the machine. */
  address: string;
  port: number;
  inode: string;
}

/** All sockets that take connections. @param folder /proc, or that of a process, which may have a network of its own */
export function listenersIn(folder: string): Listener[] {
  return ['net/tcp', 'net/tcp6'].flatMap((name) => parseListeners(readText(`${folder}/${name}`) ?? ''));
}

/** Lines are `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …`; an address is `ADDRESS:PORT`. */
export function parseListeners(table: string): Listener[] {
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [address = '', port = ''] = fields[1]?.split(':') ?? [];
    const inode = fields[9];
    // A socket that waits for nobody's accept any more has no inode.
    if (fields[3] !== LISTENING || inode === undefined || inode === '0') return [];
    return [{ address, port: Number.parseInt(port, 16), inode }];
  });
}

/** 127.0.0.0/8, ::1, and the former written as the latter (::ffff:127.x.y.z); in little-endian order. */
function isLoopback(address: string): boolean {
  return (
    /^[0-9A-F]{6}7F$/.test(address) ||
    address === `${'0'.repeat(24)}01000000` ||
    /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address)
  );
}
