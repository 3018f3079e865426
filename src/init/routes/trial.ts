/** Tries an idea for real: stores a tiny file, reads it back, looks for it in the list, removes it, and looks whether it is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import type { TargetRoutes, UploadRoute } from '../../contract/contract.ts';
import { type Answer, type Client, hasAgreed } from '../client.ts';
import { downloadSaw, removeAsNamed } from './as-named.ts';
import { type Census, newCensus } from './census.ts';
import { type FoundDownload, findDownload, findShownDownload } from './find-download.ts';
import { type FoundList, findList, listCalls, type UnshownList } from './find-list.ts';
import { type Removal, removeStored } from './find-remove.ts';
import type { GivenRoutes } from './given-routes.ts';
import { collectionOf, type UploadIdea } from './idea.ts';
import { type PossibleId, possibleIds } from './ids.ts';
import { removalNotes } from './removal-notes.ts';
import type { Seen, Stored } from './stored.ts';
import { newTrialFile, uploadCall } from './trial-file.ts';
import { routeOf } from './untried.ts';

export type StorageRoutes = Pick<TargetRoutes, 'upload' | 'list' | 'download' | 'remove'>;

export interface Trial {
  /** What the service said to the upload. */
  answer: Answer;
  /** Set when it took the file. */
  found?: Found;
}

export interface Found {
  routes: StorageRoutes;
  /** What the user should know, in sentences. */
  notes: string[];
  /** The same of what stays on the service; of no interest where its folder is thrown away. */
  leftNotes: string[];
  /** The file was seen again in any way. */
  isProven: boolean;
  /** It may still be on the service. */
  isLeft: boolean;
  /** Files of others went with it. */
  isHarmful: boolean;
}

/** The file was accepted, and is stored later (RFC 9110 §15.3.3). */
const ACCEPTED = 202;
const ACCEPTED_PAUSE_MS = 1000;

/**
 * @param census what the service lists besides
 * @param isNothing whether an answer is the one that the service gives to everything
 */
export async function tryIdea(
  client: Client,
  idea: UploadIdea,
  given: GivenRoutes,
  isNothing: (answer: Answer) => boolean,
  census = newCensus(client, isNothing),
): Promise<Trial> {
  const file = newTrialFile(idea);
  await census.begin(listCalls(idea, given.list));
  let answer: Answer;
  try {
    answer = await client.send(uploadCall(idea, file));
  } catch (error) {
    // It may have arrived all the same.
    const stored = { idea, file, answer: NO_ANSWER, ids: [{ value: file.name }] };
    await removeSeen(client, stored, {}, given, census).catch(() => {});
    throw error;
  }
  if (!hasAgreed(answer) || (idea.from === 'guess' && isNothing(answer))) return { answer };
  if (answer.status === ACCEPTED) await pause(ACCEPTED_PAUSE_MS);
  const ids = possibleIds(answer, file.name, idea.path.includes('{name}'));
  const stored: Stored = { idea, file, answer, ids };
  const seen: Seen = {};
  let removal: Removal | undefined;
  let unshown: UnshownList | undefined;
  let misled: string | undefined;
  try {
    const download = await findDownload(client, stored, given.download?.path);
    if (download !== undefined) seen.download = download;
    else if (given.download !== undefined) misled = await downloadSaw(client, stored, given.download.path);
    const list = await findList(client, stored, download?.id.value, given.list, (seen) => {
      unshown = seen;
    });
    if (list !== undefined) seen.list = list;
    if (list !== undefined && download === undefined && given.download === undefined) {
      const shown = await findShownDownload(client, stored, list);
      if (shown !== undefined) seen.download = shown;
    }
  } finally {
    removal = await removeSeen(client, stored, seen, given, census);
  }
  const { route: remove, isGone, harm } = removal;
  const { download, list } = seen;
  const isProven = download !== undefined || list !== undefined;
  if (!isProven && answer.status > 299) return { answer };
  const named = removeAsNamed(given, removal);
  return {
    answer,
    found: {
      routes: {
        upload: uploadRoute(idea, answer, download?.id ?? removal.id),
        ...listRoute(list, unshown),
        ...downloadRoute(download, given),
        ...(remove === undefined ? named.routes : { remove }),
      },
      notes: [
        ...(misled === undefined
          ? []
          : [`GET ${given.download?.path} is written as you gave it, although it ${misled}`]),
        ...(list !== undefined || unshown === undefined
          ? []
          : [`${unshown.note}; it is written for scenarios that only load it`]),
        ...named.notes,
        ...(list?.note === undefined ? [] : [list.note]),
      ],
      leftNotes: removalNotes(removal, file.name, isProven),
      isProven,
      isLeft: !isGone,
      isHarmful: harm !== undefined,
    },
  };
}

/** What was stored must go, also when something went wrong before it was seen again. */
async function removeSeen(
  client: Client,
  stored: Stored,
  seen: Seen,
  given: GivenRoutes,
  census: Census,
): Promise<Removal> {
  const found = seen.download ?? seen.list;
  return removeStored(
    client,
    stored,
    found === undefined ? await lastLook(client, stored) : seen,
    given.remove,
    census,
  );
}

/** Goes on after Ctrl-C, so it looks at the likeliest places only. */
async function lastLook({ baseUrl, lasting: { send } }: Client, stored: Stored): Promise<Seen> {
  const { path } = stored.idea;
  const likely = path.includes('{name}') ? path : `${collectionOf(path)}/{}`;
  const download = await findDownload({ baseUrl, send }, stored, likely);
  if (download !== undefined) return { download };
  const list = await findList({ send }, stored, undefined, { path: collectionOf(path) || '/' });
  return list === undefined ? {} : { list };
}

const NO_ANSWER: Answer = { status: 0, headers: {}, body: Buffer.alloc(0), path: '', ms: 0 };

function listRoute(
  list: FoundList | undefined,
  unshown: UnshownList | undefined,
): Pick<StorageRoutes, 'list'> {
  const route = list?.route ?? unshown?.route;
  return route === undefined ? {} : { list: route };
}

function downloadRoute(
  download: FoundDownload | undefined,
  given: GivenRoutes,
): Pick<StorageRoutes, 'download'> {
  const route =
    download?.route ?? (given.download === undefined ? undefined : routeOf(given.download, 'GET'));
  return route === undefined ? {} : { download: route };
}

function uploadRoute(idea: UploadIdea, answer: Answer, id: PossibleId | undefined): UploadRoute {
  const { style, method, field, fields, content, extension, contentType, headers } = idea;
  const path =
    answer.path.endsWith('/') && !idea.path.endsWith('/') && !idea.path.includes('{name}')
      ? `${idea.path}/`
      : idea.path;
  return {
    style,
    ...(method === (style === 'raw' ? 'PUT' : 'POST') ? {} : { method }),
    path,
    ...(field === undefined ? {} : { field }),
    ...(fields === undefined ? {} : { fields }),
    ...(content === undefined ? {} : { content }),
    ...(extension === undefined ? {} : { extension }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(headers === undefined ? {} : { headers }),
    // What it answered is what it is held to: another status may be that of an error.
    expect: [answer.status],
    ...(id?.source === undefined ? {} : { id: id.source }),
  };
}
