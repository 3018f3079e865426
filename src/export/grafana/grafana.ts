/** A dashboard for a run: https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/. Pure. */
import { RUN_TAG } from '../../plan/metrics-to.ts';
import { type ExportedFile, SEAL } from '../files.ts';
import { type PanelSpec, ROWS } from './queries.ts';

/** Of Grafana 10.0; newer ones bring it up to date themselves. */
const SCHEMA_VERSION = 38;
const COLUMNS = 24;
const WIDTH = 12;
const HEIGHT = 8;
const FILE = 'burstbox.grafana.json';
/** Whichever is chosen above the panels. */
const SOURCE = { type: 'prometheus', uid: `\${datasource}` };
/** On all that is sent, from the widest to the narrowest. */
const LABELS = [
  { name: RUN_TAG, label: 'run', all: false },
  { name: 'profile', label: 'box', all: true },
  { name: 'load', label: 'scenario', all: true },
];
const SELECTOR = `{${LABELS.map(({ name }) => `${name}=~"$${name}"`).join(', ')}}`;

export function grafanaFile(): ExportedFile {
  const dashboard = {
    title: 'burstbox',
    uid: 'burstbox',
    description: `A run of burstbox, as --metrics-to prometheus=… sends it. Written by \`burstbox export grafana\` (${SEAL}).`,
    tags: ['burstbox', 'k6'],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    graphTooltip: 1,
    refresh: '5s',
    time: { from: 'now-30m', to: 'now' },
    templating: { list: [source(), ...LABELS.map(variable)] },
    panels: panels(),
  };
  return { path: FILE, text: `${JSON.stringify(dashboard, null, 2)}\n` };
}

function source(): object {
  return { name: 'datasource', label: 'data source', type: 'datasource', query: 'prometheus', current: {} };
}

/** Of each only what goes with those before it. */
function variable({ name, label, all }: (typeof LABELS)[number], index: number): object {
  const before = LABELS.slice(0, index).map((each) => `${each.name}=~"$${each.name}"`);
  return {
    name,
    label,
    type: 'query',
    datasource: SOURCE,
    query: { query: `label_values(k6_vus{${before.join(', ')}}, ${name})`, refId: name },
    refresh: 2,
    // Ids of runs begin with their time: the newest stands first.
    sort: 2,
    multi: all,
    includeAll: all,
    current: all ? { text: ['All'], value: ['$__all'] } : {},
  };
}

/** Two a line, below the title of their row. */
function panels(): object[] {
  let y = 0;
  let id = 0;
  return ROWS.flatMap(({ title, panels: specs }) => {
    const row = {
      id: ++id,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
      panels: [],
    };
    const top = y + 1;
    const below = specs.map((spec, index) => {
      const gridPos = {
        x: (index % 2) * WIDTH,
        y: top + Math.floor(index / 2) * HEIGHT,
        w: WIDTH,
        h: HEIGHT,
      };
      return panel(spec, ++id, gridPos);
    });
    y = top + Math.ceil(specs.length / 2) * HEIGHT;
    return [row, ...below];
  });
}

function panel({ title, about, unit, queries }: PanelSpec, id: number, gridPos: object): object {
  return {
    id,
    type: 'timeseries',
    title,
    description: about,
    datasource: SOURCE,
    gridPos,
    fieldConfig: {
      defaults: { unit, min: 0, custom: { showPoints: 'never', spanNulls: false } },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: SOURCE,
      expr: expr.replaceAll('$of', SELECTOR),
      legendFormat: legend,
    })),
  };
}
