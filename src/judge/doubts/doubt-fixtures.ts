import assert from 'node:assert/strict';
import type { Cause } from '../../store/records/records.ts';
import type { Evidence } from '../evidence.ts';
import { CALM_GENERATOR, evidenceOf, outcomeOf, runOf, type Series, samplesOf } from '../fixtures.ts';
import { doubtsOf } from './doubts.ts';
import type { Takes } from './rules.ts';

export function doubted(changes: Partial<Evidence>): { ids: string[]; takes: Takes[]; messages: string[] } {
  const { doubts, takes } = doubtsOf(evidenceOf(changes));
  for (const { message, action } of doubts) assert.ok(message !== '' && action !== '');
  return {
    ids: doubts.map(({ id }) => id),
    takes: [...takes],
    messages: doubts.map(({ message }) => message),
  };
}

export const ids = (changes: Partial<Evidence>) => doubted(changes).ids;

export const endedBy = (id: Cause['id']) =>
  outcomeOf({ firstCause: { id, message: `it was ${id}`, atMs: 1 } });

/** Readings of a service that was seen and of a generator that had enough CPU, with these besides or in their place. */
export const observed = (columns: Series) =>
  samplesOf({ runtime_sys_mb: [80], ...CALM_GENERATOR, ...columns });

export const NOT_OURS = runOf({ target: { ...runOf().target, startedByUs: false } });
