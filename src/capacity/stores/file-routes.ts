/** A file service, by the routes of its target file. */
import type { TargetRoutes } from '../../contract/contract.ts';
import { BurstboxError } from '../../errors.ts';
import { mediaTypeOf } from '../../shared/content-name.ts';
import { uploadId } from '../../shared/ownership/upload-id.ts';
import { parsed, valueAt } from '../../shared/request/answer-value.ts';
import { endpointOf, mergedHeaders } from '../../shared/request/endpoint.ts';
import { FORM_BOUNDARY, FORM_HEADERS, fieldParts, fileHead } from '../../shared/request/form-text.ts';
import { filesIn, pathTo, type StoredFile } from '../../shared/request/stored-file.ts';
import type { Content } from '../content/content.ts';
import type { Asking, Listing, Protocol, Sending } from './protocol.ts';

/** @throws BurstboxError config when the target cannot take what a campaign stores */
export function fileRoutes(baseUrl: string, routes: TargetRoutes): Protocol {
  const { upload } = routes;
  if (upload === undefined)
    throw new BurstboxError(
      'config',
      'capacity: the target file has neither a route to upload files nor "s3"; add one of them',
    );
  if (upload.content !== undefined || upload.sample !== undefined)
    throw new BurstboxError(
      'config',
      `capacity: /routes/upload/${upload.sample === undefined ? 'content' : 'sample'} asks for files of a form, and capacity stores noise of any size; leave it out, in a target file of its own`,
    );
  const removal = { method: 'DELETE', expect: [200, 202, 204] } as const;
  return {
    upload: uploader(baseUrl, upload),
    idIn: (reply, name) => uploadId(upload.id, reply, name),
    ownIds: upload.id !== undefined,
    ...(routes.download === undefined
      ? {}
      : { download: asker(baseUrl, endpointOf(routes.download, { method: 'GET', expect: [200] })) }),
    ...(routes.remove === undefined
      ? {}
      : { remove: asker(baseUrl, endpointOf(routes.remove, { ...removal, expect: [...removal.expect] })) }),
    ...listOf(baseUrl, routes),
  };
}

type Endpoint = ReturnType<typeof endpointOf>;

function asker(baseUrl: string, { method, path, expect, headers = {} }: Endpoint) {
  const to = pathTo(path);
  return (file: StoredFile): Asking => ({ method, url: baseUrl + to(file), headers, expect });
}

function uploader(
  baseUrl: string,
  upload: NonNullable<TargetRoutes['upload']>,
): (content: Content) => Sending {
  const { style, field = 'file', fields } = upload;
  const contentType = mediaTypeOf(upload);
  const { method, path, expect, headers } = endpointOf(upload, {
    method: style === 'multipart' ? 'POST' : 'PUT',
    expect: [200, 201, 204],
    headers: style === 'multipart' ? FORM_HEADERS : { 'Content-Type': contentType },
  });
  const to = pathTo(path);
  return (content) => {
    const { name, bytes } = content;
    const [before, after] =
      style === 'raw'
        ? [Buffer.alloc(0), Buffer.alloc(0)]
        : [
            `${fields === undefined ? '' : fieldParts(fields, name)}${fileHead(field, name, contentType)}`,
            `\r\n--${FORM_BOUNDARY}--\r\n`,
          ].map((text) => Buffer.from(text, 'latin1'));
    const length = (before?.length ?? 0) + bytes + (after?.length ?? 0);
    return {
      method,
      url: baseUrl + to({ name, id: name }),
      headers: { ...mergedHeaders(headers, { 'Content-Length': String(length) }) },
      body: joined(before, content, after),
      expect,
    };
  };
}

function* joined(before: Buffer | undefined, content: Content, after: Buffer | undefined) {
  if (before !== undefined && before.length > 0) yield before;
  yield* content.chunks();
  if (after !== undefined && after.length > 0) yield after;
}

function listOf(baseUrl: string, { list, upload }: TargetRoutes): Pick<Protocol, 'list'> {
  const fields = typeof list === 'object' ? list.json : undefined;
  if (fields === undefined || (upload?.id !== undefined && fields.id === undefined)) return {};
  const { method, path, expect, headers = {} } = endpointOf(list, { method: 'GET', expect: [200] });
  const asking = (url: string): Asking => ({ method, url, headers, expect });
  const listing: Listing = {
    first: () => asking(baseUrl + path),
    read(body, name, at) {
      const own = (text: string) => (text.split('/').includes(name) ? name : undefined);
      const ids = filesIn(body, fields, own).map(({ id }) => id);
      const value = parsed(body);
      const next = nextUrl(valueAt(value, 'next'), at.url);
      if (next !== undefined) return { ids, whole: false, next: asking(next) };
      const entries = valueAt(value, fields.entries ?? '');
      const count = Array.isArray(entries) ? entries.length : Number.POSITIVE_INFINITY;
      return { ids, whole: valueAt(value, 'next') === null || count < pageSize(at.url) };
    },
  };
  return { list: listing };
}

/** Only to the same host: what an answer says leads nowhere else. */
function nextUrl(next: unknown, at: string): string | undefined {
  if (typeof next !== 'string' || !URL.canParse(next, at)) return undefined;
  const url = new URL(next, at);
  return url.origin === new URL(at).origin && url.href !== at ? url.href : undefined;
}

/** As the path asks for; unknown is as good as none, since nobody can tell whether it is all. */
function pageSize(url: string): number {
  const parameters = new URL(url).searchParams;
  const asked = ['limit', 'page_size', 'per_page', 'size'].map((name) => Number(parameters.get(name) ?? 0));
  return Math.max(0, ...asked);
}
