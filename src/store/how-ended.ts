/**
 * How a process ended, to stand behind "ended": `with exit code 3`, `by SIGKILL`. How one ended that we did not start is
 * told to its parent only.
 */
export function howEnded(code: number | null, signal: string | null): string {
  if (signal !== null) return `by ${signal}`;
  return code === null ? 'in a way that only its parent knows' : `with exit code ${code}`;
}
