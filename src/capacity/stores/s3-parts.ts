/** A multipart upload, as S3 has it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html */
import { etagIn, openUploadsIn } from '../../shared/s3/list-answer.ts';
import { elements, escaped, textOf } from '../../shared/s3/xml.ts';
import { type Content, chunkRoom } from '../content/content.ts';
import type { Parts } from './protocol.ts';
import type { BucketAsk } from './s3.ts';

/** Bytes; each a multiple of CHUNK_BYTES. */
export interface PartSizes {
  /** The largest file that goes up in one request. */
  whole: number;
  /** What a part has at least, but for the last. */
  part: number;
}

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MAX_PARTS = 10_000;
export const LARGEST_OBJECT_BYTES = MAX_PARTS * 5 * GIB;
/** A part that is lost costs little, and its request next to nothing of the time. */
export const USUAL_SIZES: PartSizes = { whole: 5 * GIB, part: 64 * MIB };

export function inParts(ask: BucketAsk, keyOf: (name: string) => string, { whole, part }: PartSizes): Parts {
  return {
    isFor: (bytes) => bytes > whole,
    begin: ({ name }) => ({
      ...ask('POST', keyOf(name), { 'content-type': 'application/octet-stream' }, { uploads: '' }),
      expect: [200],
    }),
    idIn: (body) => textOf(body, 'UploadId'),
    uploads(content, id) {
      const size = partBytesOf(content, part);
      // One for all of them: thousands would wait for the garbage collector.
      const room = chunkRoom(size);
      return Array.from({ length: Math.ceil(content.bytes / size) }, (_, index) => {
        const from = index * size;
        const to = Math.min(content.bytes, from + size);
        return {
          // Signed when it is sent: a signature holds for minutes, and the parts before may take hours.
          make: () => ({
            ...ask(
              'PUT',
              keyOf(content.name),
              { 'content-length': String(to - from) },
              { partNumber: index + 1, uploadId: id },
            ),
            body: content.chunks(from, to, room),
            expect: [200],
          }),
          bytes: to - from,
        };
      });
    },
    markIn: ({ etag }) => etag,
    complete({ name }, id, marks) {
      const parts = marks.map(
        (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
      );
      const body = Buffer.from(
        `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`,
      );
      const headers = { 'content-length': String(body.length), 'content-type': 'application/xml' };
      return { ...ask('POST', keyOf(name), headers, { uploadId: id }), body: [body], expect: [200] };
    },
    // It may say 200 first, and in the body that it failed.
    isComplete: (body) => etagIn(textOf(body, 'ETag')) !== '' && !body.includes('<Error>'),
    shown: (name, id) => ({
      ...ask('GET', keyOf(name), {}, { uploadId: id, 'max-parts': 1 }),
      expect: [200],
    }),
    isEmpty: (body) => body.includes('<ListPartsResult') && elements(body, 'Part').length === 0,
    giveUp: (name, id) => ({
      ...ask('DELETE', keyOf(name), {}, { uploadId: id }),
      expect: [200, 204],
    }),
    open: (name) => ({ ...ask('GET', undefined, {}, { uploads: '', prefix: keyOf(name) }), expect: [200] }),
    openIn: (body, name) =>
      body.includes('<ListMultipartUploadsResult')
        ? openUploadsIn(body).flatMap(({ key, id }) => (key === keyOf(name) ? id : []))
        : undefined,
  };
}

/** As small as is usual, unless there would be too many. */
function partBytesOf({ bytes }: Content, part: number): number {
  const least = Math.ceil(bytes / MAX_PARTS);
  return Math.max(part, Math.ceil(least / MIB) * MIB);
}
