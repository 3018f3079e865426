/** One scenario on one profile, folded or not; its charts are drawn when it is first opened. */
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

/** @param isOpen whether it is unfolded at first */
export function sceneSection(scene: Scene, isOpen: boolean): HTMLElement {
  return folded(
    { id: sceneId(scene), isOpen },
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
