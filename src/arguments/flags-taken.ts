import { BurstboxError } from '../errors.ts';
import { FLAGS } from './flags.ts';

/**
 * Flags are declared once for all commands; one that takes only some of them must not pass over the others in silence.
 * @param why the others are not taken, in the words of the command
 * @throws BurstboxError usage
 */
export function refuseOtherFlags(argv: string[], takes: string[], why: string): void {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const others = FLAGS.map(([flag]) => flag).filter((flag) => !takes.includes(flag));
  const given = others.find((flag) =>
    words.some((word) => word === `--${flag}` || word.startsWith(`--${flag}=`)),
  );
  if (given === undefined) return;
  const valid = takes.map((flag) => `--${flag}`).join(', ');
  throw new BurstboxError('usage', `--${given}: ${why}; it takes ${valid}`, { given });
}
