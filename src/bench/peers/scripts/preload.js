/**
 * A soak in minutes: the load of another program for some time, then as many samples as hours would bring, and then the load again.
 * PROGRAM is that program, which has the load as its default function.
 */
import http from 'k6/http';
import { Trend } from 'k6/metrics';

const program = require(__ENV.PROGRAM);

/** As many trends as k6 has of each request, and one of the program's own. */
const TRENDS = Array.from({ length: 10 }, (_, index) => new Trend(`preloaded_${index}`, true));
const TURN = 1000;
const users = {
  executor: 'constant-vus',
  vus: Number(__ENV.VUS),
  duration: `${__ENV.SECONDS}s`,
  exec: 'load',
};
const preloadSeconds = Number(__ENV.PRELOAD_SECONDS);

export const options = {
  ...program.options,
  vus: undefined,
  duration: undefined,
  scenarios: {
    before: users,
    preload: {
      ...{ executor: 'constant-vus', vus: 2, exec: 'preload', gracefulStop: '0s' },
      ...{ startTime: `${__ENV.SECONDS}s`, duration: `${preloadSeconds}s` },
    },
    after: { ...users, startTime: `${Number(__ENV.SECONDS) + preloadSeconds}s` },
  },
};
export const setup = () => program.setup?.();
export const load = program.default;

export function preload() {
  for (let turn = 0; turn < TURN; turn++) {
    const ms = 1 / (0.001 + Math.random());
    for (const trend of TRENDS) trend.add(ms);
  }
  http.get(`${__ENV.BASE_URL}/preloaded/${TURN}`);
}
