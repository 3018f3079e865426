/** How a process ended, to stand behind "ended": `with exit code 3`, `by SIGKILL`. */
export function howEnded(code: number | null, signal: string | null): string {
  return signal === null ? `with exit code ${code}` : `by ${signal}`;
}
