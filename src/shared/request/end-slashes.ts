/** Character by character: an expression such as `/+$` takes time with the square of the slashes that stand elsewhere. */
export function withoutEndSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end--;
  return text.slice(0, end);
}
