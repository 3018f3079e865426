/** Waits until a condition holds, and fails when it does not within ten seconds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`ten seconds passed, and not yet: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
