/**
 * What the kernel logs of processes that a fault ended (dmesg; the records of /dev/kmsg, Documentation/ABI/testing/dev-kmsg):
 * their parents may keep it to themselves, and it may not be readable for others than root.
 */
import { closeSync, constants, openSync, readlinkSync, readSync } from 'node:fs';

const DEVICE = '/dev/kmsg';
/** It knows processes by their numbers in the first namespace (PROC_PID_INIT_INO, include/linux/proc_ns.h). */
const FIRST_NAMESPACE = 'pid:[4026531836]';
/** One read is one record, and no record is longer. */
const MAX_RECORD_BYTES = 8192;
/** More than the ring has by default (CONFIG_LOG_BUF_SHIFT); a log that grows as fast as it is read has no end. */
const MAX_RECORDS = 20_000;
const MICROS_PER_SECOND = 1e6;

export interface KernelWord {
  pid: number;
  /** As signal(7) numbers them. */
  signal: number;
  /** Since boot. */
  seconds: number;
}

/** As arch/x86/mm/fault.c, arch/x86/kernel/traps.c and mm/oom_kill.c word it; `;` ends the head of a record. */
const WORDS: [signal: number, pattern: RegExp][] = [
  [11, /;[^;]{1,64}\[(\d+)\]: segfault at /],
  [11, /;traps: [^;]{1,64}\[(\d+)\] general protection/],
  [4, /;traps: [^;]{1,64}\[(\d+)\] trap invalid opcode/],
  [8, /;traps: [^;]{1,64}\[(\d+)\] trap divide error/],
  [9, /;.{0,64}\bKilled process (\d+) \(/],
];

/** Undefined for a record about something else. */
export function kernelWordIn(record: string): KernelWord | undefined {
  const seconds = Number(/^\d+,\d+,(\d+),/.exec(record)?.[1]) / MICROS_PER_SECOND;
  for (const [signal, pattern] of WORDS) {
    const pid = Number(pattern.exec(record)?.[1]);
    if (pid > 0 && seconds >= 0) return { pid, signal, seconds };
  }
  return undefined;
}

/** All that is there; empty where it may not be read, or where a process has other numbers. */
export function kernelWords(device = DEVICE): KernelWord[] {
  let log: number;
  try {
    if (readlinkSync('/proc/self/ns/pid') !== FIRST_NAMESPACE) return [];
    log = openSync(device, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return [];
  }
  const words: KernelWord[] = [];
  const buffer = Buffer.alloc(MAX_RECORD_BYTES);
  try {
    for (let count = 0; count < MAX_RECORDS; count++) {
      const length = readSync(log, buffer);
      if (length === 0) break;
      const word = kernelWordIn(buffer.toString('latin1', 0, length));
      if (word !== undefined) words.push(word);
    }
  } catch {
    // EAGAIN: there are no more; EPIPE: it wrote over what was to be read next
  } finally {
    closeSync(log);
  }
  return words;
}
