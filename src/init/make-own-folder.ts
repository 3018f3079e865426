/** The folder `burstbox/` of a user's repository, and the line that keeps its results out of their commits. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { reason } from '../errors.ts';
import { makeFolder } from '../files/make-folder.ts';
import { onDisk } from '../files/on-disk.ts';

const LINE = '/burstbox/results/';
/** How others write the same, or more. */
const IS_SAME = /^[/]?(burstbox\/)?(results|burstbox)\/?$/;

/**
 * Makes what is missing, and changes nothing that is there.
 * @param folder absolute; in it the targets are made room for
 * @returns what was made, in words
 * @throws BurstboxError machine when the folder cannot be made
 */
export function makeOwnFolder(folder: string): string[] {
  const targets = join(folder, 'targets');
  const isNew = !existsSync(targets);
  onDisk(targets, () => makeFolder(targets));
  return [...(isNew ? [`made ${relative('', targets)}/`] : []), ...ignoreResults(folder)];
}

function ignoreResults(folder: string): string[] {
  const file = join(dirname(folder), '.gitignore');
  const shown = relative('', file);
  try {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (isIgnored(folder, text)) return [];
    const end = text.includes('\r\n') ? '\r\n' : '\n';
    const gap = text === '' || text.endsWith('\n') ? '' : end;
    appendFileSync(file, `${gap}${LINE}${end}`);
    return [`added the line ${LINE} to ${shown}, so that results are not committed`];
  } catch (error) {
    return [`could not add the line ${LINE} to ${shown} (${reason(error)}); add it yourself`];
  }
}

/** Git knows of every such file, also of those above and of the user's own; where it is not asked, the lines tell. */
function isIgnored(folder: string, text: string): boolean {
  const { status } = gitIgnores(join(folder, 'results', 'run.json'));
  if (status === IGNORED || status === NOT_IGNORED) return status === IGNORED;
  return text.split(/\r?\n/).some((line) => IS_SAME.test(line.trim()));
}

/** Of `git check-ignore`, whose other statuses mean that there is no repository, or no git. */
const IGNORED = 0;
const NOT_IGNORED = 1;

function gitIgnores(path: string): { status: unknown } {
  try {
    execFileSync('git', ['-C', dirname(dirname(path)), 'check-ignore', '-q', path], { stdio: 'ignore' });
    return { status: IGNORED };
  } catch (error) {
    return error as { status: unknown };
  }
}
