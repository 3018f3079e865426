/** Questions to the user, on stderr: stdout is for the result. */
import { createInterface } from 'node:readline/promises';
import { BurstboxError } from '../errors.ts';

export interface Asker {
  /** False where nobody can answer; then `ask` must not be called. */
  readonly isThere: boolean;
  /** @throws BurstboxError interrupted */
  ask(question: string): Promise<string>;
}

export function terminalAsker(signal: AbortSignal): Asker {
  return {
    isThere: process.stdin.isTTY === true && process.stderr.isTTY === true,
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      // The terminal is ours while it waits for a line, so that Ctrl-C comes here and not as a signal.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return (await lines.question(`${question} `, { signal })).trim();
      } catch (error) {
        throw new BurstboxError('interrupted', 'stopped; no target file was written', {}, error);
      } finally {
        lines.close();
      }
    },
  };
}
