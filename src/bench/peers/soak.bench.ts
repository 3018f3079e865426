/** What a request costs after as many samples as hours bring, beside one at the beginning: see scripts/preload.js. */
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../root.ts';
import { counted, type Measured, measure, type Window } from './measure.bench.ts';
import type { Load, Player } from './players.bench.ts';

export const SOAK = 'soak';

export interface Soak {
  player: string;
  /** For so many requests there were samples between the two. */
  preloaded: number;
  before: Measured;
  after: Measured;
}

const PRELOAD = join(PROJECT_ROOT, 'src', 'bench', 'peers', 'scripts', 'preload.js');
/** Of the load before the samples, and of that after them. */
const LOAD_SECONDS = 25;
const LOOKED_AT: Window = { from: 5, to: 20 };

/** @param preloadSeconds how long samples are made, as fast as k6 can */
export async function soak(player: Player, load: Load, preloadSeconds: number): Promise<Soak> {
  const later = LOAD_SECONDS + preloadSeconds;
  const windows = [LOOKED_AT, { from: later + LOOKED_AT.from, to: later + LOOKED_AT.to }];
  const { preloaded } = await counted(load.baseUrl);
  const [before, after] = await measure(preloading(player, preloadSeconds), load, windows);
  if (before === undefined || after === undefined) throw new Error(`${player.name} was not looked at`);
  return {
    player: player.name,
    preloaded: (await counted(load.baseUrl)).preloaded - preloaded,
    before,
    after,
  };
}

function preloading(player: Player, preloadSeconds: number): Player {
  return {
    ...player,
    args: (load) => [...player.args(load).slice(0, -1), PRELOAD],
    env: (load) => ({
      ...player.env?.(load),
      PROGRAM: player.args(load).at(-1) ?? '',
      VUS: String(load.vus),
      SECONDS: String(LOAD_SECONDS),
      PRELOAD_SECONDS: String(preloadSeconds),
      SHAPE: JSON.stringify([
        { phase: 'steady', move: 'hold', seconds: 2 * LOAD_SECONDS + preloadSeconds, level: load.vus },
      ]),
    }),
  };
}

export function soakTable(soaks: Soak[]): string {
  const lines = soaks.map(({ player, preloaded, before, after }) => {
    const grown = (after.memoryMib - before.memoryMib) / (preloaded / 1e6);
    const figures = [
      (preloaded / 1e6).toFixed(2),
      before.cpuUs.toFixed(0),
      after.cpuUs.toFixed(0),
      (after.cpuUs / before.cpuUs).toFixed(2),
      before.memoryMib.toFixed(0),
      after.memoryMib.toFixed(0),
      grown.toFixed(0),
    ];
    return `| ${player} | ${figures.join(' | ')} |`;
  });
  return [
    '| generator | samples of requests, millions | CPU per request before, µs | after | ratio | memory before, MiB | after | grown per million |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}
