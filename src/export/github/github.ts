/**
 * Workflows for GitHub Actions: a pull request, the core suite and a soak at night, and the catalog by hand. Their jobs are the
 * same but for what is played. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
import { posix } from 'node:path';
import type { ExportedFile } from '../files.ts';
import { yamlText } from '../yaml.ts';
import { expression, type Played } from './played.ts';

/** The repository that the workflows are for. Folders are relative to its top, with slashes, and `.` is the top itself. */
export interface Repository {
  /** How a command begins: `npx burstbox`. */
  program: string;
  /** Where a command is typed. */
  folder: string;
  /** Where the packages are installed, and how. */
  packages: { folder: string; install: string[]; lockFile: string | undefined };
  node: string;
  results: string;
  /** Variables that the target file takes from the environment. */
  secrets: string[];
  /** Whether the service is a program in a control group. */
  isProgram: boolean;
}

/** The exit code fails a job, and the summary is written by burstbox itself, which finds GITHUB_STEP_SUMMARY. */
export function githubFiles(repository: Repository, played: Played[]): ExportedFile[] {
  return played.map(({ file: usual, title, on, words, env, minutes, about }) => {
    const file = fileOf(usual, repository);
    return {
      path: posix.join('.github', 'workflows', `${file}.yml`),
      text: yamlText(remark(about, repository), [
        {
          name: repository.folder === '.' ? title : `${title} of ${repository.folder}`,
          on,
          permissions: { contents: 'read' },
          concurrency: {
            group: `${expression('github.workflow')}-${expression('github.ref')}`,
            'cancel-in-progress': 'pull_request' in on,
          },
          jobs: {
            burstbox: {
              'runs-on': 'ubuntu-latest',
              'timeout-minutes': minutes,
              steps: steps(repository, file, words, env),
            },
          },
        },
      ]),
    };
  });
}

/** Services of one repository have workflows of their own. */
function fileOf(usual: string, { folder }: Repository): string {
  const part = folder.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return part === '' ? usual : usual.replace('-', `-${part}-`);
}

function remark(about: string, { isProgram }: Repository): string[] {
  return [about, ...(isProgram ? ['Add what builds the service before the step that plays the load.'] : [])];
}

function steps(repository: Repository, file: string, words: string[], env: Record<string, string>): object[] {
  const { program, folder, packages, node, results, secrets, isProgram } = repository;
  const given = {
    ...Object.fromEntries(secrets.map((name) => [name, expression(`secrets.${name}`)])),
    ...env,
  };
  return [
    { uses: 'actions/checkout@v4' },
    {
      uses: 'actions/setup-node@v4',
      with: {
        'node-version': node,
        ...cacheOf(packages),
      },
    },
    ...packages.install.map((run) => ({ run, ...at(packages.folder) })),
    // Who has no session there has no control groups of their own.
    ...(isProgram ? [{ run: 'sudo loginctl enable-linger "$USER"' }] : []),
    {
      run: [program, ...words].join(' '),
      ...at(folder),
      ...(Object.keys(given).length === 0 ? {} : { env: given }),
    },
    // `latest` is a link to one of the runs.
    uploaded(file, [results, `!${results}/**/latest/**`]),
    uploaded(`${file}-junit`, [`${results}/**/junit.xml`, `!${results}/**/latest/**`]),
  ];
}

/** Of the others only one that is there already when Node is set up has a cache. */
function cacheOf({ folder, lockFile }: Repository['packages']): object {
  if (lockFile !== 'package-lock.json') return {};
  return { cache: 'npm', 'cache-dependency-path': posix.join(folder, lockFile) };
}

function at(folder: string): object {
  return folder === '.' ? {} : { 'working-directory': folder };
}

/** Also of a job that failed: then it is looked at. */
function uploaded(name: string, paths: string[]): object {
  return {
    uses: 'actions/upload-artifact@v4',
    if: 'always()',
    with: { name, path: `${paths.join('\n')}\n`, 'if-no-files-found': 'ignore' },
  };
}
