/** What somebody writes who wants a status check, the percentiles of each operation and a timeline. */
import { check, sleep } from 'k6';
import http from 'k6/http';

const BODY = new Uint8Array(100 * 1024).buffer;
const BATCH = Array.from({ length: 5 }, () => new Uint8Array(50 * 1024).buffer);
const ASK = JSON.stringify({ ids: BATCH.map((_, index) => `${index}.bin`) });
const base = __ENV.BASE_URL;

const OPERATIONS = {
  ping: () => sent('ping', http.get(`${base}/ping`, { tags: { op: 'ping' } }), 200),
  upload: () =>
    sent(
      'upload',
      http.post(`${base}/upload`, { file: http.file(BODY, 'a.bin') }, { tags: { op: 'upload' } }),
      201,
    ),
  read() {
    sent('list', http.get(`${base}/files?limit=100`, { tags: { op: 'list' } }), 200);
    sent('download', http.get(`${base}/files/a.bin`, { tags: { op: 'download' } }), 200);
  },
  batch() {
    const files = Object.fromEntries(
      BATCH.map((body, index) => [`file${index}`, http.file(body, `${index}.bin`)]),
    );
    sent('batch_upload', http.post(`${base}/batch`, files, { tags: { op: 'batch_upload' } }), 201);
    sent('batch_download', http.post(`${base}/batch/download`, ASK, { tags: { op: 'batch_download' } }), 200);
  },
};

export const options = {
  vus: Number(__ENV.VUS),
  duration: `${__ENV.SECONDS}s`,
  thresholds: { http_req_duration: ['p(95)<500'], http_req_failed: ['rate<0.01'] },
};

export default function () {
  OPERATIONS[__ENV.CASE]();
  sleep(__ENV.THINK * (0.5 + Math.random()));
}

function sent(op, response, status) {
  check(response, { [`${op} is ${status}`]: (answer) => answer.status === status });
}
