/** What a person sees while a run goes on: stderr only. One live line on a terminal, plain lines elsewhere. */
import type { Sample, Status } from './contract.ts';
import { clockText, cpuText, mibText, msText, percentText } from './numbers.ts';
import { plainText } from './plain-text.ts';
import type { Snapshot } from './timeline.ts';

/** The live view of one scenario. */
export interface Live {
  show(load: Snapshot | undefined, sample: Sample): void;
}

export interface Progress {
  /** A line that stays. */
  note(line: string): void;
  /** A scenario begins; `index` counts from 1. */
  scenario(index: number, of: number, title: string, expectedSeconds: number, restSeconds: number): Live;
  /** The scenario that was shown last has its verdict. */
  verdict(status: Status, message: string): void;
}

/** Off a terminal a line this often shows that the run is alive, without filling a CI log. */
const PLAIN_INTERVAL_MS = 10_000;

export function startProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  const colours = stream.isTTY === true && process.env.NO_COLOR === undefined;
  let title = '';
  const put = (line: string) => stream.write(`${stream.isTTY ? '\r\x1b[2K' : ''}${line}\n`);
  return {
    note: put,
    scenario(index, of, name, expectedSeconds, restSeconds) {
      title = `[${index}/${of}] ${name}`;
      if (!stream.isTTY)
        put(`${title}: about ${clockText(expectedSeconds)}, run ends in about ${clockText(restSeconds)}`);
      return liveLine(stream, title, restSeconds);
    },
    verdict(status, message) {
      put(
        `${title}: ${colours ? coloured(status) : status}${message === '' ? '' : ` - ${plainText(message)}`}`,
      );
    },
  };
}

function liveLine(stream: NodeJS.WriteStream, title: string, restSeconds: number): Live {
  const startedAt = Date.now();
  let before: Sample | undefined;
  let shownAt = startedAt;
  return {
    show(load, sample) {
      const elapsed = (Date.now() - startedAt) / 1000;
      const times = `${clockText(elapsed)}, ETA ${clockText(Math.max(0, restSeconds - elapsed))}`;
      const line = `${title} ${times} | ${loadText(load)} | ${targetText(sample, before)}`;
      before = sample;
      if (stream.isTTY) stream.write(`\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
      else if (Date.now() - shownAt >= PLAIN_INTERVAL_MS) {
        shownAt = Date.now();
        stream.write(`${line}\n`);
      }
    },
  };
}

function loadText(load: Snapshot | undefined): string {
  if (load === undefined) return 'load is starting';
  const { vus, http_reqs, op_duration, op_failed } = load.values;
  const errors = op_failed?.rate === undefined ? '' : `, errors ${percentText(op_failed.rate)}`;
  return `${vus?.value ?? 0} VUs, ${Math.round(http_reqs?.rate ?? 0)} req/s, p95 ${msText(op_duration?.['p(95)'])}${errors}`;
}

function targetText(sample: Sample, before: Sample | undefined): string {
  const { values } = sample;
  const memory = values.cgroup_memory_working_set_bytes ?? values.process_resident_memory_bytes;
  return `target ${mibText(memory)}, CPU ${cpuText(cpuOf(sample), before === undefined ? undefined : cpuOf(before))}`;
}

function cpuOf({ t, values }: Sample): { t: number; seconds: number | undefined } {
  return { t, seconds: values.cgroup_cpu_seconds_total ?? values.process_cpu_seconds_total };
}

const COLOURS: Record<Status, number> = { healthy: 32, warning: 33, unknown: 35, critical: 31 };

function coloured(status: Status): string {
  return `\x1b[${COLOURS[status]}m${status}\x1b[0m`;
}
