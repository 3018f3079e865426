/** Looks at a service and writes the target file for it: from a running service to the first verdict without code. */
import { relative } from 'node:path';
import { BurstboxError, EXIT, reason } from '../../errors.ts';
import { baseUrlFault } from '../../files/base-url.ts';
import { type Asker, terminalAsker } from '../../init/ask.ts';
import { newClient } from '../../init/client.ts';
import { firstPing } from '../../init/first-ping.ts';
import { makeOwnFolder } from '../../init/make-own-folder.ts';
import { allowedScenarios, findings, nextCommand } from '../../init/say.ts';
import { type Running, whileStarted } from '../../init/started.ts';
import { surveyOf } from '../../init/survey.ts';
import { writeTargetFile } from '../../init/target-file.ts';
import { type Wishes, wishesOf } from '../../init/wishes.ts';
import { goBy } from '../../network/way.ts';
import { ownFolderToBe } from '../../own-folder.ts';
import { loadTarget } from '../../plan/targets/targets.ts';
import { isThrownAway } from '../../plan/targets/thrown-away.ts';
import { wantedWay, wayTo } from '../../plan/wanted-way.ts';
import { IS_CHECKOUT } from '../../root.ts';
import { findRunning } from '../../sandbox/attach/attach.ts';
import { checkThere } from '../../sandbox/ready.ts';
import { hideInOwnRecord, hideSecrets } from '../../secrets/secrets.ts';
import { withoutEndSlashes } from '../../shared/request/end-slashes.ts';
import { watchedText } from '../../store/watched-text.ts';
import { plainJson, plainLines, plainText } from '../../text/plain-text.ts';
import type { Invocation } from './commands.ts';

export async function init(invocation: Invocation, interrupted: AbortSignal): Promise<number> {
  const wishes = wishesOf(invocation);
  const asker = terminalAsker(interrupted);
  if (wishes.command.length > 0) {
    wantedWay(wishes, {});
    note(`starting ${wishes.command.join(' ')}`);
    const written = await whileStarted(wishes.command, wishes.file, note, interrupted, (running) =>
      lookAndWrite(running, wishes, asker, interrupted),
    );
    return conclude(wishes, written);
  }
  const baseUrl = plainBase(wishes.baseUrl ?? (await askBaseUrl(asker)));
  goBy(await wayTo(wishes, { baseUrl }));
  await checkThere(`${baseUrl}/`);
  const { tls } = wishes;
  const running = { baseUrl, ...(tls === undefined ? {} : { tls }) };
  return conclude(wishes, await lookAndWrite(running, wishes, asker, interrupted));
}

async function askBaseUrl(asker: Asker): Promise<string> {
  const url = asker.isThere
    ? await asker.ask('Where does the service run, for example http://127.0.0.1:8080?')
    : '';
  if (/^https?:\/\/[^/]/.test(url)) return url;
  throw new BurstboxError(
    'usage',
    'init needs a service: give its address with --base-url http://127.0.0.1:8080, or the command that starts it after --',
  );
}

function plainBase(url: string): string {
  if (baseUrlFault(url) !== 'extras') return withoutEndSlashes(url);
  throw new BurstboxError(
    'usage',
    '--base-url contains a user name, password, query or fragment; leave it out, and give credentials with --auth',
  );
}

async function lookAndWrite(
  running: Running,
  wishes: Wishes,
  asker: Asker,
  interrupted: AbortSignal,
): Promise<object> {
  note(`looking at ${running.baseUrl}`);
  const client = newClient(running.baseUrl, interrupted);
  const survey = await surveyOf(client, wishes, asker, interrupted);
  for (const line of findings(survey, await fromOutside(running), isThrownAway(running))) note(line);
  if (!IS_CHECKOUT) for (const line of makeOwnFolder(ownFolderToBe())) note(line);
  const written = writeTargetFile(wishes.file, running, survey);
  note(`ping        ${await firstPing(client, wishes.file)}`);
  return written;
}

/** A run finds the service in the same way. */
async function fromOutside({ start, baseUrl }: Running): Promise<string> {
  if (start !== undefined) return 'memory, CPU and files are read from the box';
  const found = await findRunning(baseUrl, {}).catch(reason);
  return typeof found === 'string'
    ? `only what clients see is measured: ${found}`
    : `a run watches memory, CPU and files of ${watchedText(found.watched)}`;
}

function conclude({ file, json, proxy }: Wishes, written: object): number {
  const target = loadTarget(file);
  const name = relative('', file);
  for (const line of allowedScenarios(target)) note(line);
  note(`next: ${nextCommand(target, file)}${proxy === undefined ? '' : ' --proxy …'}`);
  process.stdout.write(json ? plainJson(hideInOwnRecord(written)) : plainLines([name]));
  return EXIT.ok;
}

function note(line: string): void {
  // Parts of it are the service's words.
  process.stderr.write(`init: ${plainText(hideSecrets(line))}\n`);
}
