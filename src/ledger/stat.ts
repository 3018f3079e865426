import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc. The kernel's USER_HZ is 100 on every architecture that Node runs on (time(7)). */
export const TICKS_PER_SECOND = 100;

/** What one line of /proc/PID/stat says (proc_pid_stat(5)). */
export interface ProcessStat {
  pid: number;
  /** One letter; Z is a zombie, X is dead. */
  state: string;
  parent: number;
  /** Process group. */
  group: number;
  session: number;
  /** User and system time, with that of the children it has waited for. */
  cpuTicks: number;
  /** Ticks from boot to the start of the process: with the pid, its identity. */
  startTicks: number;
  /** Of one that has ended: how, as waitpid(2) tells it; 0 also where we may not know. */
  endStatus: number;
}

/** Reads /proc/PID/stat; undefined when there is no such process, or no /proc. */
export function readProcessStat(pid: number): ProcessStat | undefined {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Indexes of the fields after the name, which is in brackets and may hold anything, also spaces and brackets. */
const FIELD = {
  state: 0,
  parent: 1,
  group: 2,
  session: 3,
  firstTime: 11,
  afterLastTime: 15,
  start: 19,
  endStatus: 49,
} as const;

export function parseProcessStat(line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const times = fields.slice(FIELD.firstTime, FIELD.afterLastTime);
  return {
    pid: Number.parseInt(line, 10),
    state: fields[FIELD.state] ?? '',
    parent: Number(fields[FIELD.parent]),
    group: Number(fields[FIELD.group]),
    session: Number(fields[FIELD.session]),
    cpuTicks: times.reduce((sum, ticks) => sum + Number(ticks), 0),
    startTicks: Number(fields[FIELD.start]),
    endStatus: Number(fields[FIELD.endStatus] ?? 0),
  };
}
