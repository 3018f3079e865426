/** The first screen: the verdict; every box; what broke, what to do and how sure we are; every scenario on every box; the answer as a chart. */

import { percentText, perSecondText } from '../text/numbers.ts';
import { answerCharts } from './answer.ts';
import { boxTable } from './boxes.ts';
import type { PageData, Scene } from './data.ts';
import { element, table } from './dom.ts';
import { sceneId } from './scene.ts';
import { statusBrief, statusMark, statusSign } from './status-mark.ts';
import { countText } from './tables.ts';

export function overview(data: PageData): HTMLElement {
  const { run, status, answers } = data;
  const answer = (question: string, text: string) =>
    element('div', {}, element('dt', {}, question), element('dd', {}, text));
  return element(
    'header',
    {},
    element('h1', {}, statusSign(status), ` ${answers.survived}`),
    element('p', { class: 'subject' }, subjectOf(data)),
    ...run.progress.map((text) => element('p', { class: 'planted' }, text)),
    run.faults.length === 0
      ? undefined
      : element('p', { class: 'planted' }, `Planted faults: ${run.faults.join(', ')}`),
    boxTable(data),
    element(
      'dl',
      { class: 'answers' },
      answer('What broke, and why', answers.broke),
      answer('What to do', answers.toDo),
      answer('How sure are we', answers.sure),
    ),
    element('div', { class: 'first-screen' }, matrix(data), ...answerCharts(data)),
  );
}

function subjectOf({ run }: PageData): string {
  const state = run.state === 'finished' ? '' : `, ${run.state}`;
  return `${run.target}: ${run.pace} pace, ${run.sandbox}, ${run.startedAt.replace('T', ' ').slice(0, 16)} UTC${state}`;
}

function matrix({ boxes, scenes }: PageData): HTMLElement {
  const names = [...new Set(scenes.map(({ scenario }) => scenario))];
  const sceneOf = (profile: string, scenario: string) =>
    scenes.find((scene) => scene.profile === profile && scene.scenario === scenario);
  const [only] = boxes.length === 1 ? boxes : [];
  const counted = (title: string, text: (figures: Scene['figures']) => string) => ({
    title,
    cell: (name: string) => text(sceneOf(only?.name ?? '', name)?.figures ?? {}),
    number: true,
  });
  return table(
    'Verdict of each scenario on each box',
    [
      { title: 'scenario', cell: (name: string) => name },
      ...boxes.map(({ name: profile }) => ({
        title: profile,
        cell: (name: string) => linkTo(sceneOf(profile, name), boxes.length > 1),
      })),
      // Of one box there is room for how much was measured.
      ...(only === undefined
        ? []
        : [
            counted('operations', ({ operations }) => countText(operations)),
            counted('per second', ({ throughput }) => perSecondText(throughput)),
            counted('errors', ({ errorRate }) => percentText(errorRate)),
          ]),
    ],
    names,
  );
}

/** Of several boxes the sign alone, so that the chart has room beside them. */
function linkTo(scene: Scene | undefined, isBrief: boolean): HTMLElement | string {
  if (scene === undefined) return '–';
  return element(
    'a',
    { href: `#${encodeURIComponent(sceneId(scene))}`, title: scene.headline },
    isBrief && scene.short !== '' ? statusBrief(scene.status) : statusMark(scene.status),
    element(
      'span',
      { class: 'short' },
      scene.mark === undefined ? scene.short : `${scene.short} of ${scene.mark}`,
    ),
  );
}
