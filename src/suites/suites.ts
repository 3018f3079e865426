/** Every suite that ships; the order is that of a run. A script whose suite or name is not here is played after them. */
import { CATALOG } from './catalog/catalog.ts';
import { JOURNEY } from './journey/journey.ts';
import { S3 } from './s3/s3.ts';
import type { Section, Suite } from './suite.ts';

export const SUITES: readonly Suite[] = [
  {
    name: 'core',
    about: 'a service that stores files',
    scenarios: ['ping', 'upload', 'read', 'batch', 'soak', 'spike', 'ladder'],
  },
  {
    name: 'open',
    about: 'the same service at a fixed arrival rate, whatever it does',
    scenarios: ['ping-open', 'read-open', 'ladder-open'],
  },
  {
    name: 'growth',
    about: 'a service whose files pile up: a quota that fills, or an index that slows down',
    scenarios: ['growth/pile-up'],
  },
  JOURNEY,
  CATALOG,
  S3,
];

/** What is played when no scenario is named. */
export const DEFAULT_SUITE = 'core';

/** Sections of the target file, of the suites that have one. */
export const SECTIONS: readonly Section[] = SUITES.flatMap(({ section }) =>
  section === undefined ? [] : [section],
);
