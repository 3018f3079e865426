/**
 * The Prometheus text format, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format), and what OpenMetrics adds to it behind
 * the value (a timestamp, an exemplar). The text is the target's: it is read once from left to right, and a line that is
 * none is passed over.
 */
export interface Metric {
  name: string;
  labels: Map<string, string>;
  value: number;
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const BLANK = /[ \t]*/y;
const WORD = /[^ \t]+/y;
/** NaN and infinities are none that a reading could have. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
/** Nobody names a series with more. */
const MAX_LABELS = 64;

/** The metrics that are wanted, in their order; all others cost no more than a look at their names. */
export function readMetrics(text: string, isWanted: (name: string) => boolean): Metric[] {
  const metrics: Metric[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const name = wordAt(NAME, text, at);
    if (name !== '' && isWanted(name)) {
      const metric = metricOf(name, text.slice(at, end).trimEnd());
      if (metric !== undefined) metrics.push(metric);
    }
    at = end + 1;
  }
  return metrics;
}

function metricOf(name: string, line: string): Metric | undefined {
  const labels = new Map<string, string>();
  let at = skipBlank(line, name.length);
  if (line[at] === '{') {
    const closed = readLabels(line, at + 1, labels);
    if (closed === undefined) return undefined;
    at = closed;
  }
  const word = wordAt(WORD, line, skipBlank(line, at));
  return NUMBER.test(word) ? { name, labels, value: Number(word) } : undefined;
}

/** @returns where the line goes on behind the closing brace; undefined when there is none. */
function readLabels(line: string, from: number, labels: Map<string, string>): number | undefined {
  let at = skipBlank(line, from);
  while (line[at] !== '}') {
    const name = wordAt(NAME, line, at);
    at = skipBlank(line, at + name.length);
    if (name === '' || line[at] !== '=' || labels.size === MAX_LABELS) return undefined;
    at = skipBlank(line, at + 1);
    const quoted = line[at] === '"' ? readQuoted(line, at + 1) : undefined;
    if (quoted === undefined) return undefined;
    labels.set(name, quoted.value);
    at = skipBlank(line, quoted.end);
    if (line[at] === ',') at = skipBlank(line, at + 1);
    else if (line[at] !== '}') return undefined;
  }
  return at + 1;
}

/** Up to the closing quote; `\\`, `\"` and `\n` are escapes. */
function readQuoted(line: string, from: number): { value: string; end: number } | undefined {
  const pieces: string[] = [];
  for (let at = from; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '"') return { value: pieces.join(''), end: at + 1 };
    if (character === '\\') {
      at++;
      pieces.push(line[at] === 'n' ? '\n' : (line[at] ?? ''));
    } else pieces.push(character);
  }
  return undefined;
}

function skipBlank(line: string, at: number): number {
  return at + wordAt(BLANK, line, at).length;
}

/** What a sticky pattern takes from there; empty when that is nothing. */
function wordAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
