import type { Scenario } from '../../src/contract/contract.ts';
import { k6Program, turnName } from '../../src/k6/program.ts';
import { copy, head, readTags, writeTags } from '../../src/k6/s3/metadata.ts';
import { put, remove } from '../../src/k6/s3/objects.ts';
import { s3Work } from '../../src/k6/s3/s3-work.ts';
import { ERROR_RATE, p95 } from '../../src/shared/load/limits.ts';

const USERS = 20;
const OBJECT_BYTES = 1024;
/** Of each object; most clients look far more often than they write. */
const HEADS = 5;

export const scenario: Scenario = {
  suite: 's3',
  about: 'HEAD, tags and copies of objects of 1 KB by 20 users',
  shape: [
    { phase: 'warmup', move: 'ramp', seconds: 4, level: USERS },
    { phase: 'steady', move: 'hold', seconds: 116, level: USERS },
  ],
  thinkSeconds: 0,
  operations: HEADS + 7,
  needs: ['s3'],
  limits: [
    p95('head', 200, 1000),
    p95('put_tags', 500, 2000),
    p95('get_tags', 500, 2000),
    p95('copy', 500, 2000),
    ERROR_RATE,
  ],
};

export const { options, setup, teardown, handleSummary, run } = k6Program(
  scenario,
  s3Work({
    operations: ['put', 'head', 'put_tags', 'get_tags', 'copy', 'delete'],
    turn(prepared) {
      const name = turnName();
      const key = `${prepared.prefix}${name}`;
      const object = put(prepared, 'put', { key, name, size: OBJECT_BYTES }, false);
      if (object === undefined) return;
      for (let i = 0; i < HEADS; i++) head(prepared, object);
      if (writeTags(prepared, object, { run: 'burstbox', turn: name }))
        readTags(prepared, key, { run: 'burstbox', turn: name });
      const copied = copy(prepared, object, `${key}-copy`);
      if (copied !== undefined) {
        head(prepared, copied);
        remove(prepared, 'delete', copied, false);
      }
      remove(prepared, 'delete', object, false);
    },
  }),
);
export default run;
