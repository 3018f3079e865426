/** `/metrics/requests`: what a service counts of its requests, as a small JSON object. */
import { type Adapter, type Fields, readFields } from './adapter.ts';

const FIELDS: Fields = {
  total: ['requests_total', 1],
  errors: ['requests_errors_total', 1],
  in_flight: ['requests_in_flight', 1],
};

export const requests: Adapter = {
  paths: ['/metrics/requests'],
  mostBytes: 64 * 1024,
  read: (body) => readFields(JSON.parse(body), FIELDS),
};
