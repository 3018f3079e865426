/** What a service that takes no files has to read: the files that its page links to, which stay the same when asked again. */

import type { Client } from '../client.ts';
import { isAction } from './actions.ts';
import { linksOf } from './page-links.ts';

/** So many make a load of reads; a folder may have thousands. */
const MAX_PATHS = 20;
/** Of links that lead to no file. */
const MAX_TRIED = 40;

/** @returns paths for `read` of the target file; none where its page shows no files */
export async function findRead(client: Client): Promise<string[]> {
  const page = await client.send({ method: 'GET', path: '/', headers: { Accept: 'text/html' } });
  if (page.status !== 200 || !/html/i.test(page.headers['content-type'] ?? '')) return [];
  const links = linksOf(page.body.toString('utf8'), page.path, client.baseUrl).filter(isFile);
  const paths: string[] = [];
  for (const path of links.slice(0, MAX_TRIED)) {
    if (paths.length >= MAX_PATHS) break;
    if (await isSteady(client, path)) paths.push(path);
  }
  return paths;
}

/** Its name ends as files' names do, and nothing is asked of it. */
function isFile(path: string): boolean {
  return /^[^?\s]*\.\w{1,8}$/.test(path) && !isAction('GET', path.replace(/\.\w+$/, ''));
}

async function isSteady(client: Client, path: string): Promise<boolean> {
  const first = await client.send({ method: 'GET', path });
  if (first.status !== 200 || first.path !== path || first.body.length === 0) return false;
  const second = await client.send({ method: 'GET', path });
  return second.status === 200 && second.body.equals(first.body);
}
