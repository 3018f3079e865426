/** Markdown building blocks. Text that may come from a target is data: it never becomes markup. */
import { plainText } from '../../text/plain-text.ts';

/** Escapes what Markdown and the HTML inside it would read as markup, and keeps it on one line. */
export function markdownText(text: string): string {
  return plainText(text)
    .replace(/&/g, '&amp;')
    .replace(/[\\`*_~[\]<>|]/g, (sign) => `\\${sign}`);
}

/** A table with aligned columns, so that it also reads well as plain text. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
