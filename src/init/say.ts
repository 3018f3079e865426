/** What `init` tells the user: one line a finding, also for what was not found. Pure, but for the scenarios. */
import type { ListRoute, Route } from '../contract/contract.ts';
import { missingNeeds } from '../plan/plan.ts';
import { loadScenarios } from '../plan/scenarios.ts';
import { targetWords } from '../plan/targets/own-target.ts';
import type { Target } from '../plan/targets/targets.ts';
import { PROGRAM } from '../root.ts';
import { SUITES } from '../suites/suites.ts';
import { plainText } from '../text/plain-text.ts';
import type { FoundS3 } from './object-storage.ts';
import type { Survey } from './survey.ts';

const LABEL_WIDTH = 12;
/** Of the others a section of the target file is written by hand. */
const BY_ROUTES = SUITES.filter(({ section }) => section === undefined).map(({ name }) => name);
const MAX_REFUSALS = 5;

/**
 * @param outside what is known of the service without metrics, in words
 * @param isThrownAway what the service stored is gone with it
 */
export function findings(survey: Survey, outside: string, isThrownAway: boolean): string[] {
  const { health, document, auth, storage, read, probes, notes } = survey;
  if (survey.s3 !== undefined) return s3Findings(survey.s3, outside);
  const { routes, notes: warnings = [], leftNotes = [], isHarmful, idea } = storage.found ?? {};
  const left = isThrownAway && isHarmful !== true ? [] : leftNotes;
  const ofProbes = Object.entries(probes).map(([form, where]) => `${form} ${where}`);
  return [
    line(
      'health',
      `GET ${health.path}, ${health.status}${health.isOwn ? '' : '; no dedicated health path was found, specify one with --health'}`,
    ),
    line(
      'document',
      document === undefined ? 'no OpenAPI document was found' : `${document.version} at ${document.path}`,
    ),
    line('auth', auth === undefined ? 'none' : (Object.keys(auth)[0] ?? '')),
    line(
      'upload',
      routes?.upload === undefined
        ? 'not found; specify it with --upload'
        : `${idea?.method} ${routes.upload.path}, ${shape(routes.upload)}`,
    ),
    ...(routes === undefined
      ? storage.refusals.slice(0, MAX_REFUSALS).map((refusal) => `  ${plainText(refusal)}`)
      : [
          line('download', routeText('GET', routes.download, 'download')),
          line('list', routeText('GET', routes.list, 'list')),
          line('remove', routeText('DELETE', routes.remove, 'remove')),
        ]),
    ...(read.length === 0 ? [] : [line('read', readText(read))]),
    line('metrics', ofProbes.length === 0 ? `none; ${outside}` : ofProbes.join(', ')),
    ...[...warnings, ...left, ...notes].map((warning) => line('note', plainText(warning))),
  ];
}

function s3Findings({ section, by, health }: FoundS3, outside: string): string[] {
  return [
    line('found', `object storage, by ${plainText(by)}; nothing was stored`),
    line('health', `GET ${health.path}, ${health.status}`),
    line('region', section.region ?? 'not told; us-east-1 is signed for'),
    line(
      'keys',
      section.keys === undefined
        ? 'none: requests are not signed; if storing needs them, add "keys" to "s3" of the file'
        : 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY of the environment, or a profile: "keys": {"profile": "default"}',
    ),
    line(
      'bucket',
      'each load makes one of its own and removes it; "bucket" in "s3" of the file names one that is there',
    ),
    line('metrics', `none; ${outside}`),
  ];
}

/** Which scenarios the file allows, and what the others lack. */
export function allowedScenarios(target: Target): string[] {
  if (target.s3 !== undefined) return [line('scenarios', scenariosOf('s3').join(', '))];
  const byLack = new Map<string, string[]>();
  for (const scenario of loadScenarios().filter(({ suite }) => BY_ROUTES.includes(suite))) {
    const { name } = scenario;
    const missing = missingNeeds(scenario, target).join(', ');
    byLack.set(missing, [...(byLack.get(missing) ?? []), name]);
  }
  const { '': can = [], ...cannot } = Object.fromEntries(byLack);
  return [
    line('scenarios', can.join(', ')),
    ...Object.entries(cannot).map(([missing, names]) =>
      line('not', `${names.join(', ')}: no route for ${missing} in the file`),
    ),
  ];
}

function scenariosOf(suite: string): string[] {
  return loadScenarios().flatMap((scenario) => (scenario.suite === suite ? [scenario.name] : []));
}

/**
 * The first run to type: two scenarios, with the environment that the file needs.
 * @param file absolute path of the target file
 */
export function nextCommand({ start, routes, auth, s3 }: Target, file: string): string {
  const variables = [...JSON.stringify({ routes, auth, s3 }).matchAll(/\$\{(\w+)\}/g)].map(
    ([, name]) => `${name}=…`,
  );
  const stores = routes.upload !== undefined && routes.remove !== undefined;
  const words = [
    ...new Set(variables),
    PROGRAM,
    ...(start === undefined ? [] : ['t3-micro']),
    ...(s3 === undefined ? [] : ['s3/small-objects']),
    ...(s3 !== undefined
      ? []
      : ['ping', ...(stores ? ['upload'] : routes.read === undefined ? [] : ['read'])]),
    ...targetWords(file),
  ];
  return words.join(' ');
}

function line(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`;
}

function shape({ style, field, fields, id, content }: NonNullable<Target['routes']['upload']>): string {
  const others = Object.entries(fields ?? {}).map(([name, value]) => `, and ${name} = ${plainText(value)}`);
  const form =
    style === 'raw' ? 'the file is the body' : `a form with the file in ${field}${others.join('')}`;
  const file = content === undefined ? form : `${form}, of the form ${content}`;
  if (id === undefined) return `${file}; identified by its name`;
  const where =
    id === 'text' ? 'the answer' : 'json' in id ? `${id.json} of the answer` : `the header ${id.header}`;
  return `${file}; its id is ${where}`;
}

function readText(paths: string[]): string {
  const files = paths.length === 1 ? 'a file' : `${paths.length} files`;
  return plainText(`${files} that its page shows, such as GET ${paths[0]}`);
}

function routeText(usual: string, route: Route | ListRoute | undefined, flag: string): string {
  if (route === undefined) return `not found; specify it with --${flag}`;
  if (typeof route === 'string') return `${usual} ${route}`;
  const json =
    'json' in route && route.json !== undefined
      ? `; names at ${[route.json.entries, route.json.name].filter(Boolean).join(' › ')}`
      : '';
  return `${route.method ?? usual} ${route.path}${json}`;
}
