import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { BurstboxError } from '../../errors.ts';
import type { ExportedFile } from '../../export/files.ts';
import { githubFiles, type Repository } from '../../export/github/github.ts';
import { type Played, type Wish, wishes } from '../../export/github/played.ts';
import { usualResults } from '../../own-folder.ts';
import { makePlan, planSeconds } from '../../plan/plan.ts';
import { loadProfile, profileNames } from '../../plan/profiles.ts';
import { loadScenarios } from '../../plan/scenarios.ts';
import { targetWords } from '../../plan/targets/own-target.ts';
import { loadTarget, type Target, USUAL_TARGET } from '../../plan/targets/targets.ts';
import { IS_CHECKOUT, PROGRAM, PROJECT_ROOT } from '../../root.ts';
import { plainLines } from '../../text/plain-text.ts';
import { parseArguments } from '../arguments/arguments.ts';
import { commandNames } from '../arguments/commands.ts';
import type { Invocation } from './commands.ts';

/** What a machine of GitHub may take longer than this one, and to get k6 and to install packages. */
const SLACK = 1.5;
const MORE_MINUTES = 15;
/** GitHub ends a job then. */
const MAX_MINUTES = 360;
/** The oldest that burstbox runs on is what a checkout is tested with. */
const NODE = IS_CHECKOUT ? '20' : '22';

/** @param names what a pull request plays; none: the core suite in the smallest box @param folder below which they are written */
export function githubWorkflows(names: string[], { options }: Invocation, folder: string): ExportedFile[] {
  const top = topOf(typedIn());
  const target = loadTarget(options.target);
  const words = wordsFor(options.target, target);
  const catalog = loadScenarios().flatMap(({ suite, name }) => (suite === 'catalog' ? [name] : []));
  const played = wishes(names.length === 0 ? ['t3-micro'] : names, words, catalog).flatMap((wish, index) =>
    // What a pull request plays was asked for, or is what every target has.
    index === 0 ? [{ ...wish, minutes: minutesOf(wish, target) }] : playable(wish, target),
  );
  const isAsked = folder !== process.cwd();
  return githubFiles(repositoryOf(top, target), played).map(({ path, text }) => ({
    path: isAsked ? path : join(relative(folder, top), path),
    text,
  }));
}

/** The folder that the commands of the workflows are typed in. */
function typedIn(): string {
  return IS_CHECKOUT ? PROJECT_ROOT : process.cwd();
}

/** The folder that GitHub reads workflows in. */
function topOf(folder: string, start = folder): string {
  if (existsSync(join(folder, '.git'))) return folder;
  return dirname(folder) === folder ? start : topOf(dirname(folder), start);
}

function wordsFor(named: string, target: Target): string[] {
  return named === USUAL_TARGET ? [] : targetWords(target.file ?? resolve(named));
}

/** None for a load that the target lacks routes for, which is said. */
function playable(wish: Wish, target: Target): Played[] {
  try {
    return [{ ...wish, minutes: minutesOf(wish, target) }];
  } catch (error) {
    if (!(error instanceof BurstboxError)) throw error;
    process.stderr.write(plainLines([`left out ${wish.file}: ${error.message}`]));
    return [];
  }
}

/** Secrets of the target are not needed for that. @throws BurstboxError when it would be refused */
function minutesOf({ typed }: Wish, target: Target): number {
  const { names, options } = parseArguments(typed);
  const plan = makePlan(names, target, options, {
    scenarios: loadScenarios(),
    profileNames: profileNames(),
    commandNames: commandNames(),
    loadProfile,
  });
  return Math.min(MAX_MINUTES, Math.ceil((planSeconds(plan) * SLACK) / 60) + MORE_MINUTES);
}

function repositoryOf(top: string, target: Target): Repository {
  const below = (path: string) => relative(top, path).split(sep).join('/') || '.';
  return {
    program: PROGRAM,
    folder: below(typedIn()),
    packages: packagesOf(typedIn(), top, below),
    node: NODE,
    results: below(resolve(typedIn(), usualResults())),
    secrets: secretsOf(target),
    isProgram: target.start?.command !== undefined,
  };
}

/** By the lock file that is nearest, upwards; where there is none, npm asks the registry. */
function packagesOf(folder: string, top: string, below: (path: string) => string): Repository['packages'] {
  const found = INSTALL.find(({ lockFile }) => existsSync(join(folder, lockFile)));
  if (found !== undefined) return { folder: below(folder), ...found };
  if (folder === top || dirname(folder) === folder)
    return { folder: below(top), lockFile: undefined, install: ['npm install --no-audit --no-fund'] };
  return packagesOf(dirname(folder), top, below);
}

/** Corepack comes with Node, and takes the version that package.json names. */
const INSTALL = [
  { lockFile: 'package-lock.json', install: ['npm ci'] },
  { lockFile: 'pnpm-lock.yaml', install: ['corepack enable', 'pnpm install --frozen-lockfile'] },
  { lockFile: 'yarn.lock', install: ['corepack enable', 'yarn install --immutable'] },
];

/** Names alone are in the file. */
function secretsOf({ file, start }: Target): string[] {
  if (file === undefined || start?.builtin !== undefined) return [];
  const found = readFileSync(file, 'utf8').matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g);
  return [...new Set(Array.from(found, ([, name]) => name ?? ''))].sort();
}
