/** How services commonly take files, for one that says nothing of itself. The likeliest come first. Pure. */
import { NO_PLACES, type UploadIdea } from './idea.ts';

/** Collections of services that are APIs, each tried below each prefix once the likelier paths are. */
const PREFIXES = ['', '/api', '/v1', '/api/v1'];
const NOUNS = [
  ...['files', 'uploads', 'objects', 'blobs', 'documents', 'attachments', 'media', 'images', 'assets'],
  ...['photos', 'items'],
];
const COLLECTIONS = PREFIXES.flatMap((prefix) => NOUNS.map((noun) => `${prefix}/${noun}`));
/** What comes before a file's name. The root first: a file server takes any path, and would make folders for the others. */
const PUT_FOLDERS = [
  ...['', '/files', '/upload', '/uploads', '/objects', '/api/files', '/blobs', '/dav', '/webdav', '/data'],
  ...['/store', '/file', '/api/v1/files', '/v1/files', '/api/objects', '/api/blobs', '/documents'],
  ...['/v1/objects', '/v1/blobs', '/kv', '/v1/kv', '/api/kv', '/keys'],
];
const FORM_PATHS = new Set([
  ...['/upload', '/files', '/api/files', '/api/upload', '/uploads', '/documents', '/api/v1/upload'],
  ...['/files/upload', '/api/files/upload', '/v1/upload', '/file', '/upload?path=/', ...COLLECTIONS, '/'],
]);
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
    ...[...FORM_PATHS].map(
      (path) => ({ ...shared, style: 'multipart', method: 'POST', path, field: 'file' }) as const,
    ),
    ...POST_PATHS.map((path) => ({ ...shared, style: 'raw', method: 'POST', path }) as const),
  ];
}
