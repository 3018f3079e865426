/** A row for each box: the load that it held, and what that took, with the curves of that load beside the numbers. */
import { clockText, MIB, msText, percentText, perSecondText } from '../text/numbers.ts';
import type { BoxRow, PageData, Scene } from './data.ts';
import { type Column, element, table } from './dom.ts';
import { spark } from './spark.ts';
import { statusMark } from './status-mark.ts';

export function boxTable(data: PageData): HTMLElement {
  return element('div', { class: 'boxes' }, rows(data));
}

function rows({ boxes, scenes }: PageData): HTMLElement {
  const sceneOf = ({ name, scenario }: BoxRow) =>
    scenes.find((scene) => scene.profile === name && scene.scenario === scenario);
  const curved = (
    title: string,
    text: (box: BoxRow) => string,
    curve: (scene: Scene | undefined, box: BoxRow) => SVGElement | undefined,
  ): Column<BoxRow> => ({
    title,
    cell: (box) =>
      element('span', { class: 'curved' }, element('span', {}, text(box)), curve(sceneOf(box), box)),
  });
  return table<BoxRow>(
    'What each box held',
    [
      { title: 'box', cell: ({ name, about }) => element('span', { title: about }, name) },
      { title: 'verdict', cell: ({ status }) => statusMark(status) },
      curved('highest load held', heldText, (scene) => spark(scene, 'vus') ?? spark(scene, 'requests')),
      curved(
        'p95 at that load',
        ({ p95Ms }) => msText(p95Ms),
        (scene) => spark(scene, 'p95'),
      ),
      curved(
        'errors',
        ({ errorRate }) => percentText(errorRate),
        (scene) => spark(scene, 'failed'),
      ),
      curved('memory peak', memoryText, (scene, { memoryLimitMib }) => spark(scene, 'held', memoryLimitMib)),
      curved('CPU used', cpuText, (scene, { cpuLimit }) => spark(scene, 'cpu', cpuLimit)),
      curved(
        'CPU throttled',
        ({ throttledShare }) => percentText(throttledShare),
        (scene) => spark(scene, 'throttled'),
      ),
      {
        title: 'time',
        cell: ({ seconds }) =>
          element(
            'span',
            { class: 'curved' },
            element('span', {}, seconds === undefined ? '–' : clockText(seconds)),
          ),
      },
    ],
    boxes,
  );
}

function heldText({ held, throughput, notHeld }: BoxRow): string {
  const rate = throughput === undefined ? '' : `, ${perSecondText(throughput)} operations/s`;
  return `${held}${rate}${notHeld === undefined ? '' : `; ${notHeld}`}`;
}

/** How near it came to the limit is what one asks. */
function memoryText({ memoryPeakBytes, memoryLimitMib }: BoxRow): string {
  if (memoryPeakBytes === undefined) return '–';
  const mib = memoryPeakBytes / MIB;
  if (memoryLimitMib === undefined) return `${Math.round(mib)} MiB`;
  return `${Math.round(mib)} of ${Math.round(memoryLimitMib)} MiB, ${Math.round((100 * mib) / memoryLimitMib)} %`;
}

function cpuText({ cpus, cpuLimit }: BoxRow): string {
  if (cpus === undefined) return '–';
  return cpuLimit === undefined ? `${cpus.toFixed(2)} CPUs` : `${cpus.toFixed(2)} of ${cpuLimit} CPU`;
}
