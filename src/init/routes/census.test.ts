import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { server } from '../../testing/http-server.ts';
import { newClient } from '../client.ts';
import { type Missing, newCensus } from './census.ts';

const LIST = { method: 'GET' as const, path: '/files' };
const FILES = ['theirs.txt', 'also-theirs.txt'];
/** Before the file is stored, and before it is removed. */
const BEFORE = 2;

test('a list that fails once shows no loss, and one that fails for good shows nothing', async (t) => {
  assert.equal(await missingWhenFailing(t, 1), undefined);
  const fails = 'GET /files returns 500';
  assert.deepEqual(await missingWhenFailing(t, Number.POSITIVE_INFINITY), { files: [], fails });
});

/** @param failures answers after the removal that are errors, before the list is as it was */
async function missingWhenFailing(t: TestContext, failures: number): Promise<Missing | undefined> {
  let asked = 0;
  const { url } = await server(t, (_, response) => {
    asked++;
    const fails = asked > BEFORE && asked <= BEFORE + failures;
    response.writeHead(fails ? 500 : 200).end(JSON.stringify(fails ? { error: 'try again' } : FILES));
  });
  const census = newCensus(newClient(url, new AbortController().signal), () => false);
  await census.begin([LIST]);
  await census.resume(undefined);
  return census.missing(() => false, true);
}
