/** Keeps a comparison in results/comparisons/BEFORE..AFTER/, in a folder of its own: the two runs stay as they are. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onDisk } from '../files/on-disk.ts';
import type { Side } from '../judge/measures/side.ts';
import type { Comparison } from '../store/records/comparison.ts';
import { writeRecord, writeWhole } from '../store/store.ts';
import { comparisonHtml } from './html.ts';
import { comparisonMarkdown } from './markdown.ts';

const COMPARISONS_FOLDER = 'comparisons';
export const COMPARE_FILES = { json: 'compare.json', markdown: 'compare.md', html: 'compare.html' } as const;

/** @returns path of compare.html. @throws BurstboxError machine when it cannot be written. */
export function writeComparison(comparison: Comparison, before: Side, after: Side, out: string): string {
  const folder = resolve(out, COMPARISONS_FOLDER, `${safe(before.name)}..${safe(after.name)}`);
  onDisk(folder, () => mkdirSync(folder, { recursive: true }));
  writeRecord(join(folder, COMPARE_FILES.json), comparison);
  writeWhole(join(folder, COMPARE_FILES.markdown), comparisonMarkdown(comparison));
  const path = join(folder, COMPARE_FILES.html);
  writeWhole(path, comparisonHtml(comparison, before, after));
  return path;
}

/** A run's id is what its run.json says, which may come from elsewhere. */
function safe(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 100);
}
