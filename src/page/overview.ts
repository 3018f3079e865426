/** The first screen: did it survive, what broke and why, how sure are we; then every scenario on every profile. */
import type { PageData, Scene } from './data.ts';
import { element, table } from './dom.ts';
import { sceneId } from './scene.ts';
import { statusMark, statusSign } from './status-mark.ts';

export function overview(data: PageData): HTMLElement {
  const { run, status, answers } = data;
  const answer = (question: string, text: string) => [element('dt', {}, question), element('dd', {}, text)];
  return element(
    'header',
    {},
    element('h1', {}, statusSign(status), ` ${answers.survived}`),
    element('p', { class: 'subject' }, subjectOf(data)),
    ...run.progress.map((text) => element('p', { class: 'planted' }, text)),
    run.faults.length === 0
      ? undefined
      : element('p', { class: 'planted' }, `Planted faults: ${run.faults.join(', ')}`),
    element(
      'dl',
      { class: 'answers' },
      ...answer('What broke, and why', answers.broke),
      ...answer('How sure are we', answers.sure),
    ),
    matrix(data),
  );
}

function subjectOf({ run }: PageData): string {
  const state = run.state === 'finished' ? '' : `, ${run.state}`;
  return `${run.target}: ${run.pace} pace, ${run.sandbox}, ${run.startedAt.replace('T', ' ').slice(0, 16)} UTC${state}`;
}

function matrix({ profiles, scenes }: PageData): HTMLElement {
  const names = [...new Set(scenes.map(({ scenario }) => scenario))];
  const sceneOf = (profile: string, scenario: string) =>
    scenes.find((scene) => scene.profile === profile && scene.scenario === scenario);
  return table(
    'Verdict of each scenario on each box',
    [
      { title: 'scenario', cell: (name: string) => name },
      ...profiles.map(({ name: profile }) => ({
        title: profile,
        cell: (name: string) => linkTo(sceneOf(profile, name)),
      })),
    ],
    names,
  );
}

function linkTo(scene: Scene | undefined): HTMLElement | string {
  if (scene === undefined) return '–';
  return element(
    'a',
    { href: `#${encodeURIComponent(sceneId(scene))}`, title: scene.headline },
    statusMark(scene.status),
    element('span', { class: 'short' }, scene.short),
  );
}
