/**
 * A few lines at the bottom of a terminal that are drawn again in place. The cursor rests below them, so that whatever is
 * written when the program ends, however it ends, begins on a line of its own, and nothing has to be put back.
 */
import { plainText } from '../../text/plain-text.ts';
import { cutToWidth, widthOf } from './width.ts';

export interface LiveBlock {
  draw(lines: string[]): void;
  /** A line that stays, above the block, which is gone until it is drawn again. */
  above(line: string): void;
  /** Somebody else has written below it: it stays where it is, and the next one begins further down. */
  leave(): void;
}

const LINE_END = '\x1b[K\n';
const ERASE_BELOW = '\x1b[J';
const USUAL_COLUMNS = 80;

export function liveBlock(stream: NodeJS.WriteStream): LiveBlock {
  let shown: string[] = [];
  const columns = () => stream.columns || USUAL_COLUMNS;
  /** To its first row; a terminal that was made narrower has folded its lines into more rows. */
  const toTop = () => {
    const rows = shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / columns())), 0);
    return rows === 0 ? '\r' : `\r\x1b[${rows}A`;
  };
  return {
    draw(lines) {
      const top = toTop();
      // A line that fills the last column makes some terminals begin the next one.
      shown = lines.map((line) => cutToWidth(plainText(line), columns() - 1));
      // In one piece: half a block is never seen.
      stream.write(`${top}${shown.map((line) => line + LINE_END).join('')}${ERASE_BELOW}`);
    },
    above(line) {
      stream.write(`${toTop()}${ERASE_BELOW}${line}\n`);
      shown = [];
    },
    leave() {
      shown = [];
    },
  };
}
