import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program, turnName } from '../../src/k6/program.ts';
import { put, remove, type StoredObject } from '../../src/k6/s3/objects.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { listFolder } from '../../src/k6/s3/tree.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 10;
const OBJECT_BYTES = 1024;
const FOLDERS = ['a', 'b/c', 'b/d'];
const FILES = ['1', '2', '3'];

export const scenario: Scenario = {
  suite: 's3',
  about: 'trees of prefixes as file managers walk them, with a delimiter, by 10 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 116, level: USERS },
  ],
  thinkSeconds: 0,
  operations: 2 * FOLDERS.length * FILES.length + 6,
  needs: ['s3'],
  limits: [p95('list', 500, 2000), p95('put', 500, 2000), ERROR_RATE],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: ['put', 'list', 'delete'],
    turn(prepared) {
      const name = turnName();
      const root = `${prepared.prefix}${name}/`;
      const keys = FOLDERS.flatMap((folder) => FILES.map((file) => `${folder}/${file}`));
      const objects = keys.flatMap((key): StoredObject[] => {
        const object = put(
          prepared,
          'put',
          { key: root + key, name: `${name} ${key}`, size: OBJECT_BYTES },
          false,
        );
        return object === undefined ? [] : [object];
      });
      if (objects.length === keys.length) {
        listFolder(prepared, root, [], ['a/', 'b/']);
        listFolder(prepared, `${root}b/`, [], ['c/', 'd/']);
        listFolder(prepared, `${root}b/c/`, FILES, []);
      }
      const stay = objects.filter((object) => !remove(prepared, 'delete', object, false));
      if (stay.length === 0 && objects.length === keys.length) listFolder(prepared, root, [], []);
    },
  }),
);
export default run;
