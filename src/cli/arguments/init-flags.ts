import { each, type Flag } from './flag.ts';

/** Flags that `init` alone takes; init/wishes.ts reads what was given. */
export const INIT_FLAGS: readonly Flag<string[]>[] = [
  { name: 'force', does: 'write over a file that is there', read: each },
  {
    name: 'read-only',
    does: 'store nothing on the service; only what its document says is known then',
    read: each,
  },
  { name: 'health', value: 'PATH', does: 'where the service says that it is well', read: each },
  {
    name: 'upload',
    value: 'WORDS',
    does: 'how it takes a file: "PUT /files/{name}", "POST /documents multipart:file"',
    read: each,
  },
  { name: 'list', value: 'PATH', does: 'where it lists its files', read: each },
  {
    name: 'download',
    value: 'PATH',
    does: 'where a file is: "/files/{name}", "/documents/{id}/content"',
    read: each,
  },
  {
    name: 'remove',
    value: 'WORDS',
    does: 'how a file is removed: "DELETE /documents/{id}"',
    read: each,
  },
  {
    name: 'auth',
    value: 'FORM',
    does: 'bearer:API_TOKEN, basic:USER:PASSWORD_ENV, header:X-Api-Key:API_KEY or login:/token:USER:PASSWORD_ENV[:form|json]; names of environment variables, never secrets',
    read: each,
  },
  {
    name: 'probe',
    value: 'FORM=URL',
    does: 'metrics elsewhere, may be repeated: prometheus=http://127.0.0.1:9404/metrics',
    read: each,
  },
];
