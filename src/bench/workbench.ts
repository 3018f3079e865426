/** Where benchmarks are run: programs that end with us, or before. */
import { type Program, runProgram } from '../provision/program.ts';

export interface Workbench {
  signal: AbortSignal;
  /** Takes one line of the result. */
  result(line: string): void;
}

export type BenchProgram = Pick<Program, 'file' | 'args' | 'limitMs' | 'onLine'> &
  Partial<Pick<Program, 'cwd' | 'env'>>;

/** `said`: in a few words how it ended. */
export interface Ended {
  ended: 'exit' | 'timeout' | 'not-started';
  code: number | null;
  said: string;
}

/** Runs a program to its end. @throws BurstboxError interrupted */
export async function benchProgram({ signal }: Workbench, program: BenchProgram): Promise<Ended> {
  const outcome = await runProgram({ env: process.env, doing: 'measuring', ...program, signal });
  if (outcome.ended === 'not-started') return { ended: outcome.ended, code: null, said: outcome.errorCode };
  if (outcome.ended === 'timeout')
    return {
      ended: outcome.ended,
      code: null,
      said: `it took more than ${program.limitMs / 60_000} minutes`,
    };
  const lastLine = outcome.output.trim().split('\n').at(-1) ?? '';
  return {
    ended: 'exit',
    code: outcome.code,
    said: lastLine === '' ? `exit code ${outcome.code}` : lastLine,
  };
}
