/** The benchmarks of a Go module of the user's, by `go test -bench`. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BurstboxError } from '../errors.ts';
import { tempFolder } from '../ledger/own.ts';
import { findOnPath } from '../provision/search-path.ts';
import { plainText } from '../text/plain-text.ts';
import { benchProgram, type Workbench } from './workbench.ts';

/** For all packages and rounds; what takes longer is better run by hand. */
const LIMIT_MINUTES = 60;
/** What benchstat reads; a test may print whatever it likes besides. */
const FORMAT = /^(Benchmark\S*\s+\d+\s|(goos|goarch|pkg|cpu): |Unit )/;

export interface GoModule {
  go: string;
  folder: string;
}

/** @throws BurstboxError usage when the folder holds no module, machine when there is no Go; starts nothing. */
export async function findGoModule(folder: string): Promise<GoModule> {
  const whole = resolve(folder);
  const mod = join(whole, 'go.mod');
  if (!existsSync(mod) || !statSync(mod).isFile())
    throw new BurstboxError(
      'usage',
      `--go ${folder}: ${existsSync(whole) ? 'there is no go.mod in it' : 'there is no such folder'}; name the folder of a Go module`,
      { folder },
    );
  const go = await findOnPath('go', process.env);
  if (go === undefined)
    throw new BurstboxError(
      'machine',
      `--go ${folder}: there is no Go on PATH; install Go, or leave --go out`,
      { folder },
    );
  return { go, folder: whole };
}

/** @throws BurstboxError target when its benchmarks fail or there are none; interrupted */
export async function benchGo({ go, folder }: GoModule, repeat: number, bench: Workbench): Promise<void> {
  let results = 0;
  const outcome = await inWorkFolder((work) =>
    benchProgram(bench, {
      file: go,
      args: [
        'test',
        '-run',
        '^$',
        '-bench',
        '.',
        '-benchmem',
        '-count',
        String(repeat),
        '-timeout',
        `${LIMIT_MINUTES}m`,
        './...',
      ],
      cwd: folder,
      // A build that is killed leaves its work folder behind; here it goes with ours.
      env: { ...process.env, GOTMPDIR: work },
      limitMs: LIMIT_MINUTES * 60_000,
      onLine(line) {
        if (!FORMAT.test(line)) return;
        if (line.startsWith('Benchmark')) results += 1;
        bench.result(plainText(line).trimEnd());
      },
    }),
  );
  if (outcome.ended !== 'exit' || outcome.code !== 0)
    throw failed(
      folder,
      `go test failed (${plainText(outcome.said)}); run \`go test -bench . ./...\` there to see why`,
    );
  if (results === 0)
    throw failed(folder, 'it has no benchmark; write one (func BenchmarkX(b *testing.B)) in a _test.go file');
}

async function inWorkFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const work = tempFolder('go');
  try {
    return await use(work.path);
  } finally {
    work.remove();
  }
}

function failed(folder: string, what: string): BurstboxError {
  return new BurstboxError('target', `--go ${folder}: ${what}`, { folder });
}
