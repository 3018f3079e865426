import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceOf, samplesOf, summaryOf, trend } from '../fixtures.ts';
import { connectionLimit } from './connection-limit.ts';

const LENGTH = 30;
const FAST = summaryOf({ op_duration: trend({ med: 1, 'p(99)': 20 }) });
const causeWith = (sockets: (second: number) => number, summary = FAST) =>
  connectionLimit(
    evidenceOf({
      summary,
      samples: samplesOf({
        process_open_sockets: Array.from({ length: LENGTH }, (_, second) => sockets(second)),
      }),
    }),
  )?.cause;

test('connections that stay level far below the users are a limit, where all others are answered at once', () => {
  assert.match(
    causeWith(() => 43) ?? '',
    /^a limit on connections: it holds 43, never more, while 200 users ask/,
  );
});

test('as many as users, a number that changes, or slow answers are none', () => {
  assert.equal(
    causeWith(() => 203),
    undefined,
  );
  assert.equal(
    causeWith((second) => 20 + 5 * second),
    undefined,
  );
  assert.equal(
    causeWith(() => 43, summaryOf({ op_duration: trend({ med: 900, 'p(99)': 4000 }) })),
    undefined,
  );
  assert.equal(connectionLimit(evidenceOf({ summary: FAST })), undefined, 'not measured');
});
