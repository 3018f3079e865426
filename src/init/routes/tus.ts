/**
 * Resumable uploads (tus 1.0.0, https://tus.io/protocols/resumable-upload): such a service says so in every answer. A file goes
 * there in one request where it knows the extension `creation-with-upload`. Pure.
 */
import type { Answer } from '../client.ts';
import { collectionOf, type UploadIdea } from './idea.ts';

const VERSION = { 'Tus-Resumable': '1.0.0' };

/** The same path in that protocol; undefined where the service does not speak it, or was asked so already. */
export function tusIdea(idea: UploadIdea, { headers, path }: Answer): UploadIdea | undefined {
  const speaks = headers['tus-resumable'] !== undefined || headers['tus-version'] !== undefined;
  if (!speaks || idea.method !== 'POST' || idea.path.includes('{name}')) return undefined;
  if (idea.headers?.['Tus-Resumable'] !== undefined) return undefined;
  const item = `${collectionOf(path)}/{}`;
  return {
    from: idea.from,
    style: 'raw',
    method: 'POST',
    path,
    contentType: 'application/offset+octet-stream',
    headers: { ...VERSION, 'Upload-Length': '{size}' },
    places: { lists: [], downloads: [item], removes: [item], removeHeaders: VERSION },
  };
}
