/** The forms in which a service may tell of itself. Of a series that several hold, the last one's reading counts. */
import type { Probes } from '../targets.ts';
import type { Adapter } from './adapters/adapter.ts';
import { catalog } from './adapters/catalog.ts';
import { expvar } from './adapters/expvar.ts';
import { memory } from './adapters/memory.ts';
import { prometheus } from './adapters/prometheus.ts';
import { requests } from './adapters/requests.ts';

export const ADAPTERS: [form: Exclude<keyof Probes, 'pprof'>, adapter: Adapter][] = [
  ['memory', memory],
  ['requests', requests],
  ['catalog', catalog],
  ['prometheus', prometheus],
  ['expvar', expvar],
];
