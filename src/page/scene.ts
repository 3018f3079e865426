/** One scenario on one profile, folded unless something is wrong; its charts are drawn when it is first opened. */
import { chartsOf } from './charts.ts';
import type { Scene } from './data.ts';
import { distributionOf, latencyAgainstLoadOf } from './distribution.ts';
import { element } from './dom.ts';
import { findingsOf } from './findings.ts';
import { flamesOf } from './flames.ts';
import { folded } from './folded.ts';
import { statusMark } from './status-mark.ts';
import { codeTable, errorTable, levelTable, numberList, operationTable } from './tables.ts';

export function sceneId({ profile, scenario }: Scene): string {
  return `${profile}/${scenario}`;
}

export function sceneSection(scene: Scene): HTMLElement {
  return folded(
    { id: sceneId(scene), isOpen: scene.status === 'critical' || scene.status === 'unknown' },
    [
      element('h2', {}, sceneId(scene)),
      ' ',
      statusMark(scene.status),
      element('span', { class: 'headline' }, scene.headline),
    ],
    () => contentOf(scene),
  );
}

function contentOf(scene: Scene): Node[] {
  return [
    element('p', { class: 'about' }, scene.about),
    findingsOf(scene),
    numberList(scene),
    ...chartsOf(scene),
    ...operationTable(scene),
    ...levelTable(scene),
    ...errorTable(scene),
    ...codeTable(scene),
    element('div', { class: 'grid' }, ...distributionOf(scene), ...latencyAgainstLoadOf(scene)),
    ...flamesOf(scene),
  ];
}
