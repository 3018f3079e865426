import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { PROJECT_ROOT } from '../root.ts';

interface Walls {
  ROOMS: Record<string, { rooms: string }>;
  crossingsOf(file: string, text: string): string[];
}

const { ROOMS, crossingsOf }: Walls = await import(
  pathToFileURL(join(PROJECT_ROOT, 'src/build/walls.mjs')).href
);

const CROSSINGS: [file: string, text: string, says: RegExp][] = [
  [
    'scripts/mine.ts',
    "import { reason } from '../src/errors.ts';",
    /src\/errors\.ts is behind a wall: scripts\/mine\.ts imports it, and the scripts program may import only scripts, contract, shared, k6$/,
  ],
  [
    'scripts/mine.ts',
    "import type { Verdict } from '../src/store/records/records.ts';",
    /src\/store\/records\/records\.ts is behind a wall/,
  ],
  [
    'src/k6/operation.ts',
    "import { readFileSync } from 'node:fs';",
    /src\/k6\/operation\.ts imports node:fs, which the scripts program may not use/,
  ],
  [
    'src/contract/target.ts',
    "import type { Leg } from '../shared/load/shape.ts';",
    /the contract program may import only contract$/,
  ],
  [
    'src/shared/load/legs.ts',
    "import { k6Program } from '../../k6/program.ts';",
    /src\/k6\/program\.ts is behind a wall/,
  ],
  [
    'src/text/numbers.ts',
    "import { FILES } from '../store/store.ts';",
    /the room text may import only text, contract$/,
  ],
  [
    'src/target/ping.ts',
    "import { didYouMean } from '../text/spelling.ts';",
    /the target program may import only target, contract$/,
  ],
  [
    'src/target/ping.ts',
    "import { $ } from 'zx';",
    /src\/target\/ping\.ts imports zx, which the target program may not use/,
  ],
  [
    'src/page/main.ts',
    "import { columns } from '../text/columns.ts';",
    /src\/text\/columns\.ts is behind a wall/,
  ],
  [
    'src/page/main.ts',
    "import { FILES } from '../store/store.ts';",
    /src\/store\/store\.ts is behind a wall/,
  ],
  [
    'src/page/main.ts',
    "import type { Side } from '../compare/compare.ts';",
    /src\/compare\/compare\.ts is behind a wall/,
  ],
  [
    'src/judge/judge.ts',
    "import { spawn } from 'node:child_process';",
    /src\/judge\/judge\.ts imports node:child_process, which the room judge may not use/,
  ],
  [
    'src/judge/judge.ts',
    "import type { Scene } from '../run/play.ts';",
    /src\/run\/play\.ts is behind a wall/,
  ],
  [
    'src/judge/judge.ts',
    "import { probeDrivers } from '../sandbox/sandbox.ts';",
    /src\/sandbox\/sandbox\.ts is behind a wall/,
  ],
  [
    'src/judge/judge.ts',
    "import { operate } from '../k6/operation.ts';",
    /src\/k6\/operation\.ts is behind a wall/,
  ],
  [
    'src/report/report.ts',
    "import { startDrive } from '../run/drive/drive.ts';",
    /src\/run\/drive\/drive\.ts is behind a wall/,
  ],
  [
    'src/report/report.ts',
    "import { request } from 'node:http';",
    /imports node:http, which the room report may not use/,
  ],
  [
    'src/report/report.ts',
    "import { storyFigure } from '../page/story.ts';",
    /src\/page\/story\.ts is behind a wall/,
  ],
  [
    'src/store/store.ts',
    "import { headline } from '../judge/headline.ts';",
    /src\/judge\/headline\.ts is behind a wall/,
  ],
  [
    'src/sandbox/sandbox.ts',
    "import type { Target } from '../plan/targets/targets.ts';",
    /src\/plan\/targets\/targets\.ts is behind a wall/,
  ],
  [
    'src/plan/plan.ts',
    "import { FLAGS } from '../cli/arguments/flags.ts';",
    /src\/cli\/arguments\/flags\.ts is behind a wall/,
  ],
  [
    'src/run/play.ts',
    "import type { View } from '../cli/progress/progress.ts';",
    /src\/cli\/progress\/progress\.ts is behind a wall/,
  ],
  [
    'src/init/wishes.ts',
    "const more = await import('../cli/commands/commands.ts');",
    /src\/cli\/commands\/commands\.ts is behind a wall/,
  ],
  [
    'src/matrix/play.ts',
    "export { run } from '../cli/commands/run.ts';",
    /src\/cli\/commands\/run\.ts is behind a wall/,
  ],
  ['src/errors.ts', "import { FILES } from './store/store.ts';", /src\/store\/store\.ts is behind a wall/],
  ['src/attic/dust.ts', '', /src\/attic\/dust\.ts is in no room of src\/build\/walls\.mjs/],
];

for (const [file, text, says] of CROSSINGS)
  test(`refused: ${file}: ${text}`, () => {
    const [sentence = 'nothing was said', ...more] = crossingsOf(file, text);
    assert.match(sentence, says);
    assert.deepEqual(more, []);
  });

test('what the table allows passes', () => {
  assert.deepEqual(
    crossingsOf(
      'scripts/mine.ts',
      "import http from 'k6/http';\nimport { p95 } from '../src/shared/load/limits.ts';",
    ),
    [],
  );
  assert.deepEqual(
    crossingsOf(
      'src/judge/judge.ts',
      "import { join } from 'node:path';\nimport {\n  FILES,\n} from '../store/store.ts';",
    ),
    [],
  );
  assert.deepEqual(
    crossingsOf('src/page/main.ts', "import type { Finding } from '../store/records/records.ts';"),
    [],
  );
});

test('no two rooms may import each other, over whatever others', () => {
  const after = (room: string, seen: string[] = []): string[] =>
    (ROOMS[room]?.rooms.split(' ') ?? [])
      .filter((name) => name !== '')
      .flatMap((name) => (seen.includes(name) ? [name] : [name, ...after(name, [...seen, name])]));
  for (const room of Object.keys(ROOMS)) assert.ok(!after(room).includes(room), `${room} is in a circle`);
});
