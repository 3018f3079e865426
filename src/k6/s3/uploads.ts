import { openUploadsIn } from '../../shared/s3/list-answer.ts';
import { textOf } from '../../shared/s3/xml.ts';
import { ask } from './request.ts';

/** An upload that was given up, and whose end the server has acknowledged, must not be among those that are open. */
export function noUploadLeft(bucket: string, key: string): void {
  ask({
    op: 'list_uploads',
    method: 'GET',
    bucket,
    query: { uploads: '', prefix: key },
    expect: [200, 404],
    verify({ status, body }) {
      // Some servers have no such list while it is empty.
      if (status === 404)
        return typeof body === 'string' && textOf(body, 'Code') === 'NoSuchUpload' ? undefined : 'http_4xx';
      if (typeof body !== 'string' || !body.includes('ListMultipartUploadsResult')) return 'false_success';
      return openUploadsIn(body).some((open) => open.key === key) ? 'not_removed' : undefined;
    },
  });
}
