/** Text that may come from a target, a log or a file, on one line and without control codes: safe on a terminal. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}
