/** Tries an idea for real: stores a tiny file, reads it back, looks for it in the list, removes it, and looks whether it is gone. */
import type { TargetRoutes, UploadRoute } from '../contract/contract.ts';
import { type Answer, type Client, hasAgreed } from './client.ts';
import { findDownload } from './find-download.ts';
import { findList } from './find-list.ts';
import { removeStored, type Seen } from './find-remove.ts';
import type { GivenRoutes } from './given-routes.ts';
import type { UploadIdea } from './idea.ts';
import { type PossibleId, possibleIds } from './ids.ts';
import type { Stored } from './stored.ts';
import { newTrialFile, uploadCall } from './trial-file.ts';

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
  /** The file was seen again in any way. */
  isProven: boolean;
  /** It may still be on the service. */
  isLeft: boolean;
}

/** @param isNothing whether an answer is the one that the service gives to everything */
export async function tryIdea(
  client: Client,
  idea: UploadIdea,
  given: GivenRoutes,
  isNothing: (answer: Answer) => boolean,
): Promise<Trial> {
  const file = newTrialFile();
  const { name } = file;
  const nameInPath = idea.path.includes('{name}');
  let answer: Answer;
  try {
    answer = await client.send(uploadCall(idea, file));
  } catch (error) {
    // It may have arrived all the same.
    const ids = [{ value: name }];
    await removeStored(client, { idea, file, answer: NO_ANSWER, ids }, {}, given.remove).catch(() => {});
    throw error;
  }
  if (!hasAgreed(answer) || (idea.from === 'guess' && isNothing(answer))) return { answer };
  const ids = possibleIds(answer, name, nameInPath);
  const stored: Stored = { idea, file, answer, ids };
  const seen: Seen = {};
  let removal: Awaited<ReturnType<typeof removeStored>> | undefined;
  try {
    const download = await findDownload(client, stored, given.download?.path);
    if (download !== undefined) seen.download = download;
    const list = await findList(client, stored, download?.id.value, given.list);
    if (list !== undefined) seen.list = list;
  } finally {
    removal = await removeStored(client, stored, seen, given.remove);
  }
  const { route: remove, isGone } = removal;
  const { download, list } = seen;
  const isProven = download !== undefined || list !== undefined || isGone;
  if (!isProven && answer.status > 299) return { answer };
  return {
    answer,
    found: {
      routes: {
        upload: uploadRoute(idea, answer, download?.id ?? removedBy(remove, ids)),
        ...(list === undefined ? {} : { list: list.route }),
        ...(download === undefined ? {} : { download: download.route }),
        ...(remove === undefined ? {} : { remove }),
      },
      notes: [
        ...(list?.note === undefined ? [] : [list.note]),
        ...(isGone
          ? []
          : [
              `${name} may be left on the service: no way to remove it was seen to work; say how with --remove`,
            ]),
      ],
      isProven,
      isLeft: !isGone,
    },
  };
}

const NO_ANSWER: Answer = { status: 0, headers: {}, body: Buffer.alloc(0), path: '', ms: 0 };

/** Where the file could only be removed, and not read, the path says whether it has an id. */
function removedBy(remove: TargetRoutes['remove'], ids: PossibleId[]): PossibleId | undefined {
  const path = typeof remove === 'object' ? remove.path : remove;
  return path?.includes('{id}') ? ids[0] : undefined;
}

const USUAL = [200, 201, 204];

function uploadRoute(idea: UploadIdea, answer: Answer, id: PossibleId | undefined): UploadRoute {
  const { style, method, field, fields, contentType, headers } = idea;
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
    ...(contentType === undefined ? {} : { contentType }),
    ...(headers === undefined ? {} : { headers }),
    ...(USUAL.includes(answer.status) ? {} : { expect: [answer.status] }),
    ...(id?.source === undefined ? {} : { id: id.source }),
  };
}
