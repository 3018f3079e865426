/** The micro-benchmarks of the reference service, measured by a program of its own: src/target/bench. */
import { arch, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { PROJECT_ROOT } from '../root.ts';
import { benchHeader, benchLine } from '../text/go-bench-format.ts';
import { benchProgram, type Workbench } from './workbench.ts';

const BUNDLE = join(PROJECT_ROOT, 'dist', 'target', 'bench.mjs');
/** Of each benchmark; Go's default is a second. */
const FOR_MS = 500;
/** A round takes about a quarter of a minute. */
const LIMIT_MS = 300_000;

/** One round: each benchmark once. @throws BurstboxError machine when the program fails; interrupted */
export async function benchService(bench: Workbench): Promise<void> {
  const outcome = await benchProgram(bench, {
    file: process.execPath,
    args: [BUNDLE, String(FOR_MS)],
    limitMs: LIMIT_MS,
    onLine(line) {
      const measured = parse(line);
      if (measured === undefined) return;
      const { name, iterations, nsPerOp, bytesPerOp, allocsPerOp } = measured;
      bench.result(
        benchLine(`Benchmark${name}`, iterations, [
          [nsPerOp, 'ns/op'],
          [bytesPerOp, 'B/op'],
          [allocsPerOp, 'allocs/op'],
        ]),
      );
    },
  });
  if (outcome.ended === 'exit' && outcome.code === 0) return;
  throw new BurstboxError(
    'machine',
    `the benchmarks of the reference service failed (${outcome.said}); free some memory and try again`,
  );
}

/** Stands before the results of all rounds. */
export function serviceHeader(): string[] {
  const model = cpus()[0]?.model;
  return [
    ...benchHeader(platform(), arch(), 'burstbox/target'),
    ...(model === undefined ? [] : [`cpu: ${model}`]),
  ];
}

interface Measured {
  name: string;
  iterations: number;
  nsPerOp: number;
  bytesPerOp: number;
  allocsPerOp: number;
}

/** Undefined for a line that is no result, such as a warning of Node. */
function parse(line: string): Measured | undefined {
  return line.startsWith('{"name":') ? (JSON.parse(line) as Measured) : undefined;
}
