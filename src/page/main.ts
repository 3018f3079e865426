/** The program inside report.html and compare.html: shows the data embedded there. Nothing is loaded from anywhere. */
import './style.css';
import 'uplot/dist/uPlot.min.css';
import { capacityPage } from './capacity.ts';
import type { CapacityPage } from './capacity-data.ts';
import type { ComparePage } from './compare-data.ts';
import { comparisonPage } from './comparison.ts';
import type { PageData, Scene } from './data.ts';
import { element } from './dom.ts';
import { drawSoon } from './drawing.ts';
import { followRun } from './live.ts';
import type { LivePage } from './live-data.ts';
import { overview } from './overview.ts';
import { recommendationSection } from './recommendations.ts';
import { sceneSection } from './scene.ts';
import { trustSection } from './trust.ts';

function show(): void {
  const text = document.getElementById('data')?.textContent;
  const page = document.getElementById('page');
  if (text === null || text === undefined || page === null) return;
  const data = JSON.parse(text) as PageData | ComparePage | CapacityPage | LivePage;
  if (data.schema === 'burstbox/live-page/1') {
    followRun(page, data, (report) => showNodes(page, reportPage(report)));
    return;
  }
  showNodes(page, pageOf(data));
}

function showNodes(page: HTMLElement, nodes: HTMLElement[]): void {
  page.replaceChildren(...nodes);
  drawSoon();
  openNamed();
  window.addEventListener('hashchange', openNamed);
}

function pageOf(data: PageData | ComparePage | CapacityPage): HTMLElement[] {
  if (data.schema === 'burstbox/page/1') return reportPage(data);
  return data.schema === 'burstbox/compare-page/1' ? comparisonPage(data) : capacityPage(data);
}

function reportPage(data: PageData): HTMLElement[] {
  return [
    overview(data),
    ...recommendationSection(data),
    element('section', { 'aria-label': 'scenarios' }, ...sceneSections(data.scenes)),
    trustSection(data),
  ];
}

/** So many broken ones are open at first: each draws a dozen charts. */
const MAX_OPEN = 2;

function sceneSections(scenes: Scene[]): HTMLElement[] {
  const broken = scenes.filter(({ status }) => status === 'critical' || status === 'unknown');
  const open = new Set(broken.slice(0, MAX_OPEN));
  return scenes.map((scene) => sceneSection(scene, open.has(scene)));
}

/** A link into a folded scenario unfolds it. */
function openNamed(): void {
  const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.scrollIntoView();
}

show();
