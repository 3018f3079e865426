/** What work costs, so that tests can compare costs within one run: how fast the machine is then does not matter. */

/** Others on the machine make some rounds dear, and none cheap. */
const ROUNDS = 3;

/** CPU time of this process for the work, ms: the least of some rounds. */
export function cpuMs(work: () => unknown, rounds = ROUNDS): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

const MANY = 20;

/** The unit that costs are compared with where there is nothing better: one look at every character of so many, ms. */
export function lookMs(characters: number): number {
  const text = 'x'.repeat(characters);
  const lookOften = () => {
    let sum = 0;
    for (let round = 0; round < MANY; round++)
      for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
    return sum;
  };
  return cpuMs(lookOften) / MANY;
}
