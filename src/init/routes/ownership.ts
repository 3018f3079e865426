/** Which of the ids in an upload's answer are our file's, and whether a request to remove would take it and nothing else. */
import type { HttpMethod } from '../../contract/contract.ts';
import { carries, type Entry, entriesOf } from '../../shared/ownership/entries.ts';
import { isIdOf, isOwnRecord, ownIdShown } from '../../shared/ownership/own-entry.ts';
import { isSamePlace, isUnguessable } from '../../shared/ownership/place.ts';
import { type Answer, type Client, isRead } from '../client.ts';
import type { Census } from './census.ts';
import { isFile } from './find-download.ts';
import type { PossibleId } from './ids.ts';
import type { Seen, Stored } from './stored.ts';

/**
 * Those by which the file was read back, or that the list shows in the entry that carries its name and in no other; none that the
 * list had before. The name is ours wherever the file was seen.
 */
export function ownIds({ ids, file }: Stored, { download, list }: Seen, census: Census): PossibleId[] {
  const entries = list === undefined ? [] : entriesOf(list.text);
  return ids.filter((id) => {
    if (id.value === file.name)
      return download?.id === id || entries.some((entry) => carries(entry, file.name));
    if (census.had(id.value)) return false;
    const isShown = ownIdShown(entries, file.name, id.value);
    return download?.id === id ? isShown !== false : isShown === true;
  });
}

/** A place to remove at: a path below which the service has our file and nothing else. */
export interface Aim {
  method: HttpMethod;
  template: string;
  path: string;
  id: PossibleId;
}

/** Whether what stands at the path is our file, as far as it can be looked at. Goes on after Ctrl-C. */
export async function isAimedAtOurs(
  client: Client,
  { file }: Stored,
  seen: Seen,
  { method, template, path, id }: Aim,
  census: Census,
): Promise<boolean> {
  if (method === 'DELETE') {
    const answer = await client.lasting.send({ method: 'GET', path });
    if (isFile(answer, file.bytes) || isRecord(answer, file.name)) return true;
    const isOurs = (entry: Entry) => carries(entry, file.name) || isIdOf([entry], id.value);
    if (!isRead(answer) || census.showsOthers(answer, isOurs)) return false;
  }
  // Nobody else's file has our name or such an id. A number may be that of something else wherever it was not seen to be ours.
  return isUnguessable(id.value, file.name) || isSamePlace(template, placesOf(seen));
}

function isRecord({ status, body }: Answer, name: string): boolean {
  return status === 200 && isOwnRecord(body.toString('utf8'), name);
}

/** Below the list that showed the id, or where the content was read back. */
function placesOf({ download, list }: Seen): string[] {
  return [
    ...(download === undefined ? [] : [download.template]),
    ...(list === undefined ? [] : [`${list.path.replace(/\?.*$/s, '')}/{}`]),
  ];
}

/** The path of a file of which this is a part. */
export function itemOf(template: string): string {
  return template.replace(/\/(content|download|raw|file|data)\/?$/, '');
}
