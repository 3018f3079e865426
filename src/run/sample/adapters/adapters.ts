/** The forms in which a service may tell of itself. Of a series that several hold, the last one's reading counts. */
import type { Probes } from '../../../plan/targets/targets.ts';
import type { Adapter } from './adapter.ts';
import { catalog } from './catalog.ts';
import { expvar } from './expvar.ts';
import { memory } from './memory.ts';
import { prometheus } from './prometheus.ts';
import { requests } from './requests.ts';

export const ADAPTERS: [form: Exclude<keyof Probes, 'pprof' | 'threads'>, adapter: Adapter][] = [
  ['memory', memory],
  ['requests', requests],
  ['catalog', catalog],
  ['prometheus', prometheus],
  ['expvar', expvar],
];
