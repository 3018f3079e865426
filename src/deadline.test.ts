import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withDeadline } from './deadline.ts';

const forever = () => new Promise<never>(() => {});

test('work that ends in time gives its result, and its own error', async () => {
  assert.equal(await withDeadline(60_000, undefined, async () => 7), 7);
  await assert.rejects(
    withDeadline(60_000, undefined, async () => {
      throw new Error('broken');
    }),
    /broken/,
  );
});

test('work that does not listen is given up all the same, and told', async () => {
  let told: AbortSignal | undefined;
  const work = (limited: AbortSignal) => {
    told = limited;
    return forever();
  };
  await assert.rejects(withDeadline(20, undefined, work), {
    name: 'TimeoutError',
    message: 'no answer within 0.02 s',
  });
  assert.equal(told?.aborted, true);
});

test('the signal of the caller ends it before its time, also one that has fired already', async () => {
  const controller = new AbortController();
  const waiting = withDeadline(60_000, controller.signal, forever);
  await pause(1);
  controller.abort(new Error('not wanted any more'));
  await assert.rejects(waiting, /not wanted any more/);
  await assert.rejects(withDeadline(60_000, controller.signal, forever), /not wanted any more/);
});
