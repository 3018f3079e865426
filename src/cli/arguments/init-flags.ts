import { each, type Flag } from './flag.ts';

/** Flags that `init` alone takes; init/wishes.ts reads what was given. */
export const INIT_FLAGS: readonly Flag<string[]>[] = [
  { name: 'force', does: 'overwrite an existing file', read: each },
  {
    name: 'read-only',
    does: 'store nothing on the service; then only what its OpenAPI document says is known',
    read: each,
  },
  { name: 'health', value: 'PATH', does: 'health path of the service', read: each },
  {
    name: 'upload',
    value: 'WORDS',
    does: 'how it accepts a file: "PUT /files/{name}", "POST /documents multipart:file"',
    read: each,
  },
  { name: 'list', value: 'PATH', does: 'path that lists its files', read: each },
  {
    name: 'download',
    value: 'PATH',
    does: 'path of a file: "/files/{name}", "/documents/{id}/content"',
    read: each,
  },
  {
    name: 'remove',
    value: 'WORDS',
    does: 'how to remove a file: "DELETE /documents/{id}"',
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
    does: 'where its metrics are, may be repeated: prometheus=http://127.0.0.1:9404/metrics',
    read: each,
  },
];
