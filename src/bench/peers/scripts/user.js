/** What somebody writes who wants a status check, the percentiles of each operation and a timeline. */
import { check, sleep } from 'k6';
import http from 'k6/http';

/** No more than the case needs: each user has a copy of what is opened. */
const FILES = JSON.parse(__ENV.FILES).map((path) => open(path, 'b'));
const ASK = JSON.stringify({ ids: FILES.map((_, index) => `${index}.bin`) });
const base = __ENV.BASE_URL;

const OPERATIONS = {
  ping: () => sent('ping', http.get(`${base}/ping`, { tags: { op: 'ping' } }), 200),
  upload: () =>
    sent(
      'upload',
      http.post(`${base}/upload`, { file: http.file(FILES[0], 'a.bin') }, { tags: { op: 'upload' } }),
      201,
    ),
  read() {
    sent('list', http.get(`${base}/files?limit=100`, { tags: { op: 'list' } }), 200);
    sent('download', http.get(`${base}/files/a.bin`, { tags: { op: 'download' } }), 200);
  },
  batch() {
    const files = Object.fromEntries(
      FILES.map((file, index) => [`file${index}`, http.file(file, `${index}.bin`)]),
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
