import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';

/** Of this machine, bytes. MemAvailable counts page cache that can be given back, freemem() does not (proc(5)). */
export function availableMemory(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return kib === undefined ? freemem() : Number(kib) * 1024;
  } catch {
    return freemem();
  }
}

/** What this program and those it starts may still take: a container's own limit may be less than the machine has. */
export function allowedMemory(): number {
  const limit = process.constrainedMemory();
  return Math.min(availableMemory(), limit > 0 ? limit : Number.POSITIVE_INFINITY);
}
