/** Micro-benchmarks, one line each, as benchstat reads them: of the reference service, and of a Go module. */
import { appendFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { benchGo, findGoModule } from '../../bench/go.ts';
import { benchService, serviceHeader } from '../../bench/service.ts';
import type { Workbench } from '../../bench/workbench.ts';
import { BurstboxError, EXIT } from '../../errors.ts';
import { onDisk } from '../../files/on-disk.ts';
import { createRunFolder, FILES, newRunId } from '../../store/store.ts';
import { countedText } from '../../text/numbers.ts';
import type { Invocation } from './commands.ts';

/** Below this benchstat gives no interval. */
const MIN_FOR_BENCHSTAT = 6;

export async function bench({ options, own }: Invocation, interrupted: AbortSignal): Promise<number> {
  const { out, repeat } = options;
  const go = own.go?.at(-1);
  const goModule = go === undefined ? undefined : await findGoModule(go);
  const id = `bench-${newRunId(new Date(), Math.floor(Math.random() * 2 ** 32))}`;
  const { path: folder, removeIfEmpty } = createRunFolder(out, id);
  const path = join(folder, FILES.bench);
  const workbench: Workbench = { signal: interrupted, result: (line) => putResult(path, line) };
  try {
    for (const line of serviceHeader()) workbench.result(line);
    for (let round = 1; round <= repeat; round++) {
      note(`the reference service, round ${round} of ${repeat}`);
      await benchService(workbench);
    }
    if (goModule !== undefined) {
      note(`${goModule.folder}, ${countedText(repeat, 'time')}`);
      await benchGo(goModule, repeat, workbench);
    }
  } catch (error) {
    if (!interrupted.aborted) throw error;
    throw new BurstboxError('interrupted', `stopped; the results so far are in ${relative('', path)}`);
  } finally {
    removeIfEmpty();
  }
  if (repeat < MIN_FOR_BENCHSTAT)
    note(`to compare two results with benchstat, use --repeat ${MIN_FOR_BENCHSTAT} or more, ideally 10`);
  note(`written to ${relative('', path)}`);
  return EXIT.ok;
}

/** As it is measured: what comes after may fail. */
function putResult(path: string, line: string): void {
  process.stdout.write(`${line}\n`);
  onDisk(path, () => appendFileSync(path, `${line}\n`));
}

function note(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
