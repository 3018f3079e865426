/** How services commonly take files, for one that says nothing of itself. The likeliest come first. Pure. */
import { NO_PLACES, type UploadIdea } from './idea.ts';

/** The root first: a file server takes any path, and would make folders for the others. */
const PUT_PATHS = [
  ...[
    '/{name}',
    '/files/{name}',
    '/upload/{name}',
    '/uploads/{name}',
    '/objects/{name}',
    '/api/files/{name}',
  ],
  ...['/blobs/{name}', '/dav/{name}', '/webdav/{name}', '/data/{name}', '/store/{name}', '/file/{name}'],
  ...['/api/v1/files/{name}', '/v1/files/{name}', '/api/objects/{name}', '/documents/{name}'],
];
const FORM_PATHS = [
  ...[
    '/upload',
    '/files',
    '/api/files',
    '/api/upload',
    '/uploads',
    '/api/uploads',
    '/documents',
    '/api/documents',
  ],
  ...[
    '/api/v1/files',
    '/v1/files',
    '/api/v1/upload',
    '/api/v1/documents',
    '/files/upload',
    '/api/files/upload',
  ],
  ...['/file', '/attachments', '/api/attachments', '/media', '/upload?path=/', '/'],
];
const POST_PATHS = [
  ...['/files/{name}', '/upload/{name}', '/objects/{name}', '/api/files/{name}', '/{name}'],
  ...['/upload?name={name}', '/upload?filename={name}', '/files?name={name}', '/files', '/upload'],
];

export function guesses(): UploadIdea[] {
  const shared = { from: 'guess', places: NO_PLACES } as const;
  return [
    ...PUT_PATHS.map((path) => ({ ...shared, style: 'raw', method: 'PUT', path }) as const),
    ...FORM_PATHS.map(
      (path) => ({ ...shared, style: 'multipart', method: 'POST', path, field: 'file' }) as const,
    ),
    ...POST_PATHS.map((path) => ({ ...shared, style: 'raw', method: 'POST', path }) as const),
  ];
}
