/** @param status of HTTP; 0: no answer came */
export function statusText(status: number): string {
  return status === 0 ? 'no answer' : `status ${status}`;
}
