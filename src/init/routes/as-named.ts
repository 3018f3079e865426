/** Routes that the user named are written as they were named, with a note of what was seen of them. */
import type { Client } from '../client.ts';
import { filled } from '../template.ts';
import { isFile } from './find-download.ts';
import type { Removal } from './find-remove.ts';
import type { Storage } from './find-storage.ts';
import type { GivenRoutes } from './given-routes.ts';
import type { Stored } from './stored.ts';
import type { StorageRoutes } from './trial.ts';
import { routeOf, untried } from './untried.ts';

export interface AsNamed {
  routes: Pick<StorageRoutes, 'list' | 'download' | 'remove'>;
  notes: string[];
}

/** An upload that was not seen to work. */
export function asNamed(given: GivenRoutes, refusals: string[]): Storage {
  const { found } = untried(given, undefined, '');
  if (found === undefined) return { refusals };
  const [seen = 'it was not seen to work'] = refusals;
  const notes = [`the file routes are written as you gave them, but could not be verified: ${seen}`];
  return { found: { ...found, notes }, refusals: refusals.slice(1) };
}

/** What the path of the download shows while the file is there, in words. */
export async function downloadSaw(
  client: Pick<Client, 'send'>,
  { file, ids }: Stored,
  template: string,
): Promise<string> {
  const path = filled(template, file.name, ids[0]?.value ?? file.name);
  const answer = await client.send({ method: 'GET', path });
  if (answer.status === 0) return 'does not respond';
  if (answer.status < 200 || answer.status > 299) return `returns ${answer.status}`;
  // It was there a moment ago and is not now, or the other way round.
  if (isFile(answer, file.bytes)) return 'returns the most recently stored file to everybody';
  return `returns ${answer.status} with ${answer.tooLarge ?? answer.body.length} bytes that differ from those stored`;
}

/** The route to remove, where it names a file and nothing speaks against it: the load looks at it once more before it uses it. */
export function removeAsNamed({ remove }: GivenRoutes, removal: Removal): AsNamed {
  if (remove === undefined || removal.route !== undefined || removal.harm !== undefined)
    return { routes: {}, notes: [] };
  const said = `${remove.method ?? 'DELETE'} ${remove.path}`;
  if (!/\{(name|id)\}/.test(remove.path))
    return {
      routes: {},
      notes: [`${said} does not name a file, so it is left out; put {name} or {id} into its path`],
    };
  const saw = removal.saw ?? 'was not sent, because nothing shows that it would remove only this file';
  return {
    routes: { remove: routeOf(remove, 'DELETE') },
    notes: [`${said} is written as you gave it, but was not seen to remove the file: it ${saw}`],
  };
}
