import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { tempFolder } from '../../testing/temp-folder.ts';
import { parseArguments } from '../arguments/arguments.ts';
import { exportCommand } from './export.ts';

const CASES: [words: string, says: RegExp][] = [
  ['export', /^export: expected what to export: compose, k8s, .*csv$/],
  ['export compsoe', /^export compsoe: unknown \(did you mean "compose"\?\)/],
  ['export compose t3-mikro', /^export compose t3-mikro: expected names of boxes \(did you mean "t3-micro"/],
  ['export compose --base-url http://127.0.0.1:1', /already runs at http:\/\/127\.0\.0\.1:1; a box needs/],
  ['export k8s', /^export k8s: expected the scenarios to export/],
  ['export k8s ping', /^export k8s: nothing says where the service is; .*--base-url http/],
  ['export k8s ping --base-url http://127.0.0.1:1', /127\.0\.0\.1:1 leads a pod to itself/],
  ['export k8s t3-micro --base-url http://shop', /^export k8s t3-micro: expected scenarios/],
  ['export k8s pingg --base-url http://shop', /unknown name "pingg" \(did you mean "ping"\?\)/],
  ['export k8s catalog --base-url http://shop', /judged by a history of all its clients.*--parallelism 1/],
  [
    'export k8s ping --base-url http://shop --parallelism 0',
    /^--parallelism 0: expected a whole number from 1 to 100/,
  ],
  ['export grafana ping', /^export grafana ping: it takes no names/],
  ['export csv', /^export csv needs a run/],
  ['export csv no-such-run', /no run "no-such-run"/],
];

for (const [words, says] of CASES)
  test(`${words} is refused in a sentence, and writes nothing`, async (t) => {
    const folder = await tempFolder(t);
    const argv = [...words.split(' '), '--out', folder];
    await assert.rejects(
      async () => await exportCommand({ ...parseArguments(argv), argv }),
      (error: Error) => says.test(error.message) || assert.fail(error.message),
    );
    assert.deepEqual(readdirSync(folder), []);
  });
