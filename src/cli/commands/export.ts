/** Files for other programs, made from the same profiles, scenarios and target. */
import { relative, resolve } from 'node:path';
import { BurstboxError, EXIT } from '../../errors.ts';
import { composeFiles } from '../../export/compose/compose.ts';
import { type ExportedFile, writeExported } from '../../export/files.ts';
import { grafanaFile } from '../../export/grafana/grafana.ts';
import { usualResults } from '../../own-folder.ts';
import { DEFAULT_PROFILES, loadProfile, profileNames } from '../../plan/profiles.ts';
import { loadTarget, type Target } from '../../plan/targets/targets.ts';
import { seriesCsv } from '../../report/files/series-csv.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { ensureReferenceImage } from '../../sandbox/docker/reference-image.ts';
import { REFERENCE_BUNDLE } from '../../sandbox/prepare/stage.ts';
import { readRun } from '../../store/store.ts';
import { plainLines } from '../../text/plain-text.ts';
import { didYouMean } from '../../text/spelling.ts';
import { withUsualTarget } from '../usual-target.ts';
import type { Invocation } from './commands.ts';
import { githubWorkflows } from './export-github.ts';
import { k8sFiles } from './export-k8s.ts';
import { storedRun } from './stored-run.ts';

/** @param names what stands behind the kind @param folder that is written to */
type Kind = (
  names: string[],
  invocation: Invocation,
  folder: string,
) => Promise<ExportedFile[]> | ExportedFile[];

const KINDS: Readonly<Record<string, Kind>> = {
  compose,
  k8s: k8sFiles,
  github: githubWorkflows,
  grafana,
};

/** `export KIND [NAME…]`: writes what another program reads, and says where. */
export async function exportCommand(typed: Invocation): Promise<number> {
  const [, kind, ...names] = typed.names;
  if (kind === 'csv') return csv(names, typed);
  const files = kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (files === undefined) throw unknownKind(kind);
  const invocation = withUsualTarget(typed);
  const { out, force } = invocation.own;
  const folder = resolve(out?.at(-1) ?? '');
  const paths = writeExported(await files(names, invocation, folder), folder, force !== undefined);
  process.stdout.write(plainLines(paths.map((path) => relative('', path))));
  return EXIT.ok;
}

function unknownKind(kind: string | undefined): BurstboxError {
  const all = [...Object.keys(KINDS), 'csv'];
  if (kind === undefined)
    return new BurstboxError('usage', `export: expected what to export: ${all.join(', ')}`, { all });
  return new BurstboxError('usage', `export ${kind}: unknown${didYouMean(kind, all)}`, { kind });
}

async function compose(names: string[], { options }: Invocation, folder: string): Promise<ExportedFile[]> {
  const stranger = names.find((name) => !profileNames().includes(name));
  if (stranger !== undefined)
    throw new BurstboxError(
      'usage',
      `export compose ${stranger}: expected names of boxes${didYouMean(stranger, profileNames())}`,
      { stranger },
    );
  const target = loadTarget(options.target, options.baseUrl);
  const profiles = (names.length === 0 ? DEFAULT_PROFILES : names).map(loadProfile);
  return composeFiles(target, profiles, folder, await ownImage(target));
}

/** What ships with burstbox has no image of its own: it is made as for a run. */
async function ownImage({ start }: Target): Promise<string | undefined> {
  if (start?.builtin !== 'reference') return undefined;
  const progress = (line: string) => void process.stderr.write(plainLines([line]));
  return await ensureReferenceImage({ root: PROJECT_ROOT, bundle: REFERENCE_BUNDLE, progress });
}

function grafana([stranger]: string[]): ExportedFile[] {
  if (stranger === undefined) return [grafanaFile()];
  throw new BurstboxError(
    'usage',
    `export grafana ${stranger}: it takes no names, the dashboard is for every run`,
    { stranger },
  );
}

/** On stdout, for a pipe, unless a folder is named. Runs are looked for where they are stored as a rule. */
function csv([name, ...series]: string[], { own }: Invocation): number {
  if (name === undefined)
    throw new BurstboxError('usage', 'export csv needs a run: its folder, an id in results/, or "latest"');
  const folder = storedRun(name, usualResults());
  const text = seriesCsv(folder, series);
  const out = own.out?.at(-1);
  if (out === undefined) process.stdout.write(text);
  else {
    const file = { path: `${readRun(folder).id}.csv`, text };
    const paths = writeExported([file], resolve(out), own.force !== undefined);
    process.stdout.write(plainLines(paths.map((path) => relative('', path))));
  }
  return EXIT.ok;
}
