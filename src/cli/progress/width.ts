/** How many cells of a terminal a text takes. */

const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Two cells each: CJK with its full-width forms, and emoji. https://www.unicode.org/reports/tr11/ */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;

export function widthOf(text: string): number {
  return [...LETTERS.segment(text)].reduce((sum, { segment }) => sum + cellsOf(segment), 0);
}

/** The begin of a text, with an ellipsis when there is more of it than fits. */
export function cutToWidth(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  let cut = '';
  let left = cells - 1;
  for (const { segment } of LETTERS.segment(text)) {
    left -= cellsOf(segment);
    if (left < 0) break;
    cut += segment;
  }
  return cells < 1 ? '' : `${cut}…`;
}

function cellsOf(letter: string): number {
  return WIDE.test(letter) ? 2 : 1;
}
