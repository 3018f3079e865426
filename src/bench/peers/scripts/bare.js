/** The least that k6 can do: no check, no tag, nothing recorded. */
import { sleep } from 'k6';
import http from 'k6/http';

export const options = { vus: Number(__ENV.VUS), duration: `${__ENV.SECONDS}s` };

export default function () {
  http.get(`${__ENV.BASE_URL}/ping`);
  sleep(__ENV.THINK * (0.5 + Math.random()));
}
