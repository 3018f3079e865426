/** Runs that later ones are compared with: saved by name, checked against, listed. */

import { relative } from 'node:path';
import { BurstboxError, EXIT } from '../../errors.ts';
import { baselineSide, runSide } from '../../judge/measures/side.ts';
import { baselineNamed, baselineNames, saveBaseline } from '../../store/baselines.ts';
import { readRun } from '../../store/store.ts';
import { columns } from '../../text/columns.ts';
import { plainLines } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';
import { concludeComparison } from './compare.ts';
import { storedRun } from './stored-run.ts';

type Options = Invocation['options'];

/** `baseline save NAME [RUN]`, `baseline check NAME [RUN]`, `baseline list`. */
export function baseline({ names: [, verb, ...words], options }: Invocation): number {
  const [name, run = 'latest', ...more] = words;
  if (verb === 'list' && name === undefined) return list(options);
  if ((verb === 'save' || verb === 'check') && name !== undefined && more.length === 0)
    return verb === 'save' ? save(name, run, options) : check(name, run, options);
  throw new BurstboxError(
    'usage',
    'baseline: expected `baseline save NAME [RUN]`, `baseline check NAME [RUN]` or `baseline list`; without RUN it is the newest run',
  );
}

function save(name: string, runName: string, { out }: Options): number {
  const { folder, run, replaced } = saveBaseline(name, storedRun(runName, out), out);
  const what = replaced ? 'replaced by' : 'is now';
  process.stdout.write(plainLines([`baseline ${name} ${what} run ${run.id}: ${relative('', folder)}`]));
  return EXIT.ok;
}

function check(name: string, run: string, options: Options): number {
  const before = baselineSide(name, baselineNamed(name, options.out));
  return concludeComparison(before, runSide(storedRun(run, options.out)), options);
}

function list({ out }: Options): number {
  const rows = baselineNames(out).map((name) => {
    const { id, startedAtMs, repeat = 1, profiles, scenarios } = readRun(baselineNamed(name, out));
    const date = new Date(startedAtMs).toISOString().slice(0, 16).replace('T', ' ');
    const played = [...profiles, ...scenarios].map((each) => each.name).join(' ');
    return [name, `${date} UTC`, `${repeat} ${repeat === 1 ? 'repeat' : 'repeats'}`, played, id];
  });
  process.stdout.write(plainLines(rows.length === 0 ? ['no baselines'] : columns(rows)));
  return EXIT.ok;
}
