/** results/RUN → report.md and report.html, from the stored verdict and files alone. */
import { join } from 'node:path';
import { quote } from 'zx';
import { K6_METRIC, type K6Summary, type Status } from './contract.ts';
import { BurstboxError } from './errors.ts';
import { statOf } from './judge/evidence.ts';
import { shownFolder } from './judge/repeats.ts';
import { peakLevel } from './k6/shape.ts';
import { clockText, levelText, msText, percentText } from './numbers.ts';
import type { RunRecord, ScenarioPlan, ScenarioVerdict, Verdict } from './records.ts';
import { endedEarlySection } from './report/ended-early.ts';
import { toHtml } from './report/html.ts';
import { levelsSection } from './report/levels.ts';
import { markdownText, table } from './report/markdown.ts';
import { pageData } from './report/page-data.ts';
import { FILES, readRecord, readRun, writeWhole } from './store.ts';

/**
 * @returns path of report.html.
 * @throws BurstboxError results when the run was not judged yet.
 */
export function report(runFolder: string): string {
  const run = readRun(runFolder);
  const verdict = readRecord<Verdict>('verdict', join(runFolder, FILES.verdict));
  if (verdict === undefined)
    throw new BurstboxError(
      'results',
      `${runFolder} has no ${FILES.verdict}; run \`node run.mjs judge\` on it first`,
      { runFolder },
    );
  writeWhole(join(runFolder, FILES.reportMarkdown), toMarkdown(run, verdict, runFolder));
  const path = join(runFolder, FILES.reportHtml);
  writeWhole(path, toHtml(pageData(run, verdict, runFolder)));
  return path;
}

function toMarkdown(run: RunRecord, verdict: Verdict, runFolder: string): string {
  const sections = [
    `# ${MARK[verdict.status]} ${headline(verdict)}`,
    `${markdownText(run.target.about)}, ${run.pace} pace, sandbox ${markdownText(run.sandbox.about)}.${planted(run)}`,
    matrix(verdict),
    ...verdict.profiles.flatMap(({ name, scenarios }) =>
      scenarios.flatMap((scenario) => troubles(name, scenario)),
    ),
    ...breaksSection(verdict),
    ...levelsSection(verdict),
    ...endedEarlySection(run, verdict, runFolder),
    '## Measured',
    measured(run, verdict, runFolder),
    ...doubtSection(verdict),
    ...notTestedSection(verdict),
    '## How to reproduce',
    reproduce(run),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** A planted fault must never look like the service's own. */
function planted({ faults = [] }: RunRecord): string {
  return faults.length === 0 ? '' : ` Planted faults: ${markdownText(faults.join(', '))}.`;
}

/** Words beside the sign: colour and shape alone do not reach everyone. */
const MARK: Record<Status, string> = { healthy: '✅', warning: '⚠️', unknown: '❔', critical: '❌' };

function headline(verdict: Verdict): string {
  const answers: Record<Status, string> = {
    healthy: 'Healthy: the service survives on every box it was put in',
    warning: 'Warning: it survives, but not comfortably',
    unknown: 'Unknown: this run could not show whether it survives',
    critical: 'Critical: it does not survive',
  };
  return answers[verdict.status];
}

function matrix({ profiles }: Verdict): string {
  const names = profiles[0]?.scenarios.map(({ name }) => name) ?? [];
  const rows = names.map((name) => [
    name,
    ...profiles.map(({ scenarios }) => cell(scenarios.find((scenario) => scenario.name === name)?.status)),
  ]);
  return table(['scenario', ...profiles.map(({ name }) => name)], rows);
}

function cell(status: Status | undefined): string {
  return status === undefined ? '–' : `${MARK[status]} ${status}`;
}

/** What is not healthy, worst first. */
function troubles(profile: string, { name, status, findings }: ScenarioVerdict): string[] {
  const bad = findings.filter((finding) => finding.status !== 'healthy');
  if (bad.length === 0) return [];
  const lines = bad.map(({ status: how, message, cause, advice, evidence }) =>
    [
      `- **${how}** ${markdownText(message)}`,
      ...(cause === undefined ? [] : [`  - likely cause: ${markdownText(cause)}`]),
      ...(advice === undefined ? [] : [`  - what to try: ${markdownText(advice)}`]),
      `  - evidence: ${evidence.map((file) => `\`${profile}/${name}/${file}\``).join(', ')}`,
    ].join('\n'),
  );
  return [`## ${profile} / ${name}: ${status}`, lines.join('\n')];
}

function breaksSection({ profiles }: Verdict): string[] {
  const found = profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.flatMap(({ name, findings }) =>
      findings
        .filter(({ detector }) => detector === 'breaking-point')
        .map(
          ({ message, cause }) =>
            `- ${profile} / ${name}: ${markdownText(cause === undefined ? message : `${message}; ${cause}`)}`,
        ),
    ),
  );
  return found.length === 0 ? [] : ['## Where it breaks', found.join('\n')];
}

function measured(run: RunRecord, verdict: Verdict, runFolder: string): string {
  const rows = verdict.profiles.flatMap(({ name: profile, scenarios }) =>
    scenarios.map((scenario) => {
      const { name, findings } = scenario;
      const summary = readRecord<K6Summary>(
        'summary',
        join(shownFolder(runFolder, profile, scenario), FILES.summary),
      );
      const memory = findings.find(({ detector }) => detector === 'memory');
      return [
        `${profile} / ${name}`,
        peakText(run.scenarios.find((each) => each.name === name)),
        countText(statOf(summary, 'http_reqs', 'rate')),
        msText(statOf(summary, K6_METRIC.opDuration, 'med')),
        msText(statOf(summary, K6_METRIC.opDuration, 'p(95)')),
        msText(statOf(summary, K6_METRIC.opDuration, 'p(99)')),
        percentText(statOf(summary, K6_METRIC.opFailed, 'rate')),
        memory?.value === undefined ? '–' : `${memory.value} MiB`,
      ];
    }),
  );
  return table(
    ['profile / scenario', 'peak load', 'req/s', 'median', 'p95', 'p99', 'errors', 'memory peak'],
    rows,
  );
}

function peakText(scenario: ScenarioPlan | undefined): string {
  return scenario === undefined ? '–' : levelText(peakLevel(scenario.legs), scenario.model);
}

function countText(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(value < 10 ? 1 : 0);
}

/** A doubt that many scenarios share is said once, with where it applies. */
function doubtSection(verdict: Verdict): string[] {
  const places = new Map<string, string[]>();
  for (const { id, message, action } of verdict.doubts)
    places.set(doubtText(id, message, action), ['the whole run']);
  for (const { name: profile, scenarios } of verdict.profiles)
    for (const { name, doubts } of scenarios)
      for (const { id, message, action } of doubts) {
        const text = doubtText(id, message, action);
        places.set(text, [...(places.get(text) ?? []), `${profile} / ${name}`]);
      }
  if (places.size === 0) return ['## How sure we are', 'No doubt about the measurement itself.'];
  return [
    '## How sure we are',
    [...places].map(([text, where]) => `- ${text} (${shortList(where)})`).join('\n'),
  ];
}

function doubtText(id: string, message: string, action: string): string {
  return `**${id}**: ${markdownText(message)}. What to do: ${markdownText(action)}`;
}

function shortList(places: string[]): string {
  const shown = places.slice(0, 3).join(', ');
  return places.length > 3 ? `${shown} and ${places.length - 3} more` : shown;
}

function notTestedSection(verdict: Verdict): string[] {
  const all = verdict.profiles.flatMap(({ scenarios }) =>
    scenarios.flatMap(({ name, notTested }) => notTested.map((entry) => ({ name, ...entry }))),
  );
  const lines = [...new Set(all.map(({ name, message }) => `- ${name}: ${markdownText(message)}`))];
  return lines.length === 0
    ? []
    : ['## Not tested', 'Too short for these; neither healthy nor a doubt:', lines.join('\n')];
}

function reproduce(run: RunRecord): string {
  const { version, gitCommit, gitDirty } = run.burstbox;
  const commit =
    gitCommit === undefined ? '' : `, commit ${gitCommit}${gitDirty ? ' with local changes' : ''}`;
  const length =
    run.finishedAtMs === undefined ? '' : `, took ${clockText((run.finishedAtMs - run.startedAtMs) / 1000)}`;
  return [
    '```',
    `node run.mjs ${run.argv.map(quote).join(' ')}`,
    '```',
    `- burstbox ${version}${commit}; k6 ${run.k6.version} (${run.k6.source}); seed ${run.seed}`,
    `- ${run.machine.os} ${run.machine.arch}, ${run.machine.cores} cores, ${run.machine.memoryMib} MiB, Node ${run.machine.node}`,
    `- run ${run.id}, started ${new Date(run.startedAtMs).toISOString()}${length}`,
  ].join('\n');
}
