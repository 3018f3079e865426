/** A service that is merely unusual, or careless, and what a test expects of it. */
import type { TargetRoutes } from '../../contract/contract.ts';
import { type Kept, listOf, type Said, type Store, type Ways } from './store.ts';

export interface Unusual {
  about: string;
  /** How it takes files, where that is not by a form at /files. */
  upload?: string;
  ways: () => Ways;
  /** Where `init` must find a removal that works, because the service shows enough. */
  isUsable?: true;
  /** What a careless user would write by hand. */
  wrong?: Partial<TargetRoutes>;
}

export const FORM = { style: 'multipart', path: '/files', field: 'file' } as const;
export const number = (store: Store) => String(store.made);
export const asNumber = ({ id, name }: Kept) => ({ id: Number(id), name });
export const NOT_ALLOWED: Said = { status: 405 };

type Before = NonNullable<Ways['before']>;

/** What removes a folder removes everything in it. */
export function folder(id: string, empties: (store: Store) => void = (store) => store.files.clear()): Before {
  return ({ item, method, store }) => {
    if (item !== id) return undefined;
    if (method === 'GET') return { status: 200, body: { id, name: 'Documents', ...listOf(store) } };
    if (method !== 'DELETE') return NOT_ALLOWED;
    empties(store);
    return { status: 202 };
  };
}
