/** The history of a run: a line for each operation, on the console, which the orchestrator keeps apart from k6's log. */
import type { HistoryRecord } from '../../contract/contract.ts';
import { vuNumber } from '../execution.ts';

let values = 0;
let recorded = 0;

/** Number of this client; 0 in setup() and teardown(). */
export function client(): number {
  return vuNumber();
}

/** A text that no other attempt to write in this run has. */
export function newValue(): string {
  values++;
  return `${client()}-${values}`;
}

/** Writes down an operation of this client that has ended now. */
export function record(operation: Omit<HistoryRecord, 'c' | 'e'>): void {
  recorded++;
  console.log(JSON.stringify({ c: client(), ...operation, e: Date.now() } satisfies HistoryRecord));
}

/** Operations that this client has written down. */
export function recordedCount(): number {
  return recorded;
}
