/** How services commonly take files, for one that says nothing of itself. The likeliest come first. Pure. */
import { NO_PLACES, type UploadIdea } from './idea.ts';

/** What comes before a file's name. The root first: a file server takes any path, and would make folders for the others. */
const PUT_FOLDERS = [
  ...['', '/files', '/upload', '/uploads', '/objects', '/api/files', '/blobs', '/dav', '/webdav', '/data'],
  ...['/store', '/file', '/api/v1/files', '/v1/files', '/api/objects', '/api/blobs', '/documents'],
];
const FORM_PATHS = [
  ...['/upload', '/files', '/api/files', '/api/upload', '/uploads', '/api/uploads', '/documents'],
  ...['/api/documents', '/api/v1/files', '/v1/files', '/api/v1/upload', '/api/v1/documents', '/files/upload'],
  ...['/api/files/upload', '/file', '/attachments', '/api/attachments', '/media', '/objects', '/blobs'],
  ...['/images', '/assets', '/upload?path=/', '/'],
];
const POST_PATHS = [
  ...['/files/{name}', '/upload/{name}', '/objects/{name}', '/api/files/{name}', '/{name}'],
  ...['/upload?name={name}', '/upload?filename={name}', '/files?name={name}', '/files', '/upload', '/blobs'],
  ...['/objects', '/uploads', '/documents', '/api/files', '/api/upload', '/api/blobs', '/api/objects', '/'],
];

export function guesses(): UploadIdea[] {
  const shared = { from: 'guess', places: NO_PLACES } as const;
  return [
    ...PUT_FOLDERS.map(
      (folder) => ({ ...shared, style: 'raw', method: 'PUT', path: `${folder}/{name}` }) as const,
    ),
    ...FORM_PATHS.map(
      (path) => ({ ...shared, style: 'multipart', method: 'POST', path, field: 'file' }) as const,
    ),
    ...POST_PATHS.map((path) => ({ ...shared, style: 'raw', method: 'POST', path }) as const),
  ];
}
