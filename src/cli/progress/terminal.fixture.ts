/** As much of a terminal as the live view needs: shows what the bytes that are written to it come to. */
import { widthOf } from './width.ts';

export interface Terminal {
  stream: NodeJS.WriteStream;
  /** Rows from the first to the last that is not empty. */
  screen(): string[];
  /** Everything that was written, escape sequences included. */
  written(): string;
  resize(columns: number): void;
}

export function newTerminal(columns = 80): Terminal {
  let written = '';
  const screen = newScreen(columns);
  const stream = {
    isTTY: true,
    columns,
    write(text: string) {
      written += text;
      screen.write(text);
      return true;
    },
  };
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    screen: screen.rows,
    written: () => written,
    resize(to) {
      stream.columns = to;
      screen.resize(to);
    },
  };
}

interface Screen {
  write(text: string): void;
  rows(): string[];
  /** Folds what no longer fits, as terminals do. */
  resize(columns: number): void;
}

const ESCAPE = '\u001b';
const PIECES = new RegExp(`${ESCAPE}\\[(\\d*)([A-Za-z])|\\r|\\n|[^${ESCAPE}\\r\\n]+`, 'gu');

export function newScreen(width: number): Screen {
  let columns = width;
  /** A letter a cell; the second cell of a wide one is empty. */
  let rows: string[][] = [[]];
  let row = 0;
  let column = 0;
  const put = (text: string) => {
    for (const { segment } of new Intl.Segmenter().segment(text)) {
      const cells = [segment, ''].slice(0, widthOf(segment));
      if (column + cells.length > columns) nextRow();
      const line = rows[row] ?? [];
      while (line.length < column) line.push(' ');
      line.splice(column, cells.length, ...cells);
      column += cells.length;
    }
  };
  const nextRow = () => {
    row++;
    column = 0;
    rows[row] ??= [];
  };
  const control = (letter: string, count: number) => {
    if (letter === 'A') row = Math.max(0, row - count);
    if (letter === 'K' || letter === 'J') rows[row]?.splice(column);
    if (letter === 'J') rows = rows.slice(0, row + 1);
  };
  return {
    write(text) {
      for (const [piece, count, letter] of text.matchAll(PIECES)) {
        if (letter !== undefined) control(letter, Number(count || 1));
        else if (piece === '\r') column = 0;
        else if (piece === '\n') nextRow();
        else put(piece);
      }
    },
    rows: () =>
      rows
        .map((cells) => cells.join(''))
        .join('\n')
        .trimEnd()
        .split('\n'),
    resize(to) {
      const lines = rows.slice(0, row);
      columns = to;
      rows = lines.flatMap((line) =>
        Array.from({ length: Math.max(1, Math.ceil(line.length / to)) }, (_, part) =>
          line.slice(part * to, (part + 1) * to),
        ),
      );
      row = rows.length;
      rows.push([]);
    },
  };
}
