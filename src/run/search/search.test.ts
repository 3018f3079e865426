import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SCRIPT_ENV } from '../../contract/contract.ts';
import type { Evidence } from '../../judge/evidence.ts';
import {
  closedModel,
  LADDER_VUS,
  ladderLegs,
  playedLadder,
  type Shown,
} from '../../judge/load/ladder-fixtures.ts';
import { tempFolder } from '../../testing/temp-folder.ts';
import type { Scene } from '../play.ts';
import { hasLevels, MAX_PROBES, search } from './search.ts';

interface Done {
  played: Scene[];
  titles: string[];
  notes: string[];
  folder: string;
}

/** A search on a synthetic service; `during` looks on while a probe is played. */
async function searched(
  t: TestContext,
  service: (vus: number) => Shown,
  during: (probe: Scene, interrupt: () => void) => Evidence | undefined = ({ scenario }) =>
    playedLadder(service, scenario.legs),
): Promise<Done> {
  const folder = await tempFolder(t);
  const ladder = playedLadder(service, ladderLegs(LADDER_VUS));
  const interruption = new AbortController();
  const done: Done = { played: [], titles: [], notes: [], folder };
  const probes: Evidence[] = [];
  await search({
    scene: {
      profile: 't3-micro',
      scenario: ladder.scenario,
      folder,
      parameters: { SEED: '7' },
    } as unknown as Scene,
    pace: 'quick',
    read: () => ({ ...ladder, probes }),
    async play(scene, title) {
      done.played.push(scene);
      done.titles.push(title);
      const evidence = during(scene, () => interruption.abort());
      if (evidence !== undefined) probes.push(evidence);
    },
    note: (line) => done.notes.push(line),
    interrupted: interruption.signal,
  });
  return done;
}

test('a probe is the same scenario with other legs, in a folder of its own', async (t) => {
  const { played, titles, notes, folder } = await searched(t, closedModel(600));
  const [first] = played;
  assert.deepEqual(first?.scenario.legs, [
    { phase: 'base', move: 'ramp', seconds: 2, level: 100 },
    { phase: 'base', move: 'hold', seconds: 3, level: 100 },
    { phase: 'level', move: 'ramp', seconds: 2, level: 707 },
    { phase: 'level', move: 'hold', seconds: 10, level: 707 },
  ]);
  assert.deepEqual(first?.parameters, {
    SEED: '7',
    [SCRIPT_ENV.shape]: JSON.stringify(first?.scenario.legs),
  });
  assert.equal(first?.folder, join(folder, 'search', '707'));
  assert.ok(existsSync(first?.folder ?? ''));
  assert.deepEqual(
    titles,
    [707, 595, 649, 677].map((vus) => `t3-micro / ladder, probe at ${vus} VUs`),
  );
  assert.deepEqual(notes, [
    'search: 707 VUs: saturated, 600/s of 700/s, median 178 ms, errors 0 %',
    'search: 595 VUs: good, 589/s of 589/s, median 10 ms, errors 0 %',
    'search: 649 VUs: good, 600/s of 643/s, median 82 ms, errors 0 %',
    'search: 677 VUs: saturated, 600/s of 670/s, median 128 ms, errors 0 %',
    'search: the interval is narrow enough',
  ]);
});

test('a ladder that did not break is not searched, and that is said', async (t) => {
  const { played, notes } = await searched(t, closedModel(1e6));
  assert.deepEqual([played, notes], [[], ['search: nothing to search for: it did not break up to 2000 VUs']]);
});

test('there is an end to the probes', async (t) => {
  const { played, notes } = await searched(t, closedModel(20));
  assert.equal(played.length, MAX_PROBES);
  assert.equal(notes.at(-1), `search: ends after ${MAX_PROBES} probes`);
});

test('a probe that left nothing is not played again', async (t) => {
  const { played, notes } = await searched(t, closedModel(600), () => undefined);
  assert.equal(played.length, 1);
  assert.deepEqual(notes, [
    'search: 707 VUs: nothing was measured',
    'search: nothing was measured at 707, so it ends there',
  ]);
});

test('an interruption ends the search with the probe that it fell into', async (t) => {
  const { played, notes } = await searched(t, closedModel(600), (_, interrupt) => {
    interrupt();
    return undefined;
  });
  assert.equal(played.length, 1);
  assert.deepEqual(notes, []);
});

test('a death in a probe is how that level fails', async (t) => {
  const service = closedModel(600);
  const { notes } = await searched(t, service, ({ scenario: { legs } }) => {
    const evidence = playedLadder(service, legs);
    const outcome = evidence.outcome;
    if (outcome !== undefined && legs.at(-1)?.level === 595)
      outcome.firstCause = {
        id: 'target-exited',
        message: '',
        atMs: (evidence.summary?.loadStartedAtMs ?? 0) + 9000,
      };
    return evidence;
  });
  assert.match(notes[1] ?? '', /^search: 595 VUs: crash, /);
});

test('only a scenario with levels has something to search in', () => {
  assert.equal(hasLevels({ legs: ladderLegs([1]) }), true);
  assert.equal(hasLevels({ legs: [{ phase: 'steady', move: 'hold', seconds: 9, level: 9 }] }), false);
});
