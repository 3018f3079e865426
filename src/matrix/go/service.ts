/** A Go service in place of the reference service: its collector runs beside the program, as Node's does not. */
import { join } from 'node:path';
import { GO_SERVICE } from '../../provision/go-service.ts';
import { provision } from '../../provision/provision.ts';
import { PROJECT_ROOT } from '../../root.ts';
import { writeWhole } from '../../store/store.ts';

/** What the service is started with. */
export interface GoService {
  /** How much may be allocated until its heap is collected again, in percent of what lives (GOGC of package runtime). */
  gogc: number;
}

/**
 * Writes the target file of such a service, which is built once where that is needed.
 * @returns its path
 * @throws BurstboxError provision where there is no Go to build it
 */
export async function writeGoTarget(
  { gogc }: GoService,
  folder: string,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const { path: program } = await provision(GO_SERVICE, { root: PROJECT_ROOT, signal, progress });
  const path = join(folder, `go-gogc-${gogc}.json`);
  const target = {
    schema: 'burstbox/target/1',
    about: `a service in Go with a heap that lives, GOGC=${gogc}`,
    start: { command: [program], env: { GOGC: String(gogc) } },
    health: '/healthz',
    routes: { ping: '/healthz' },
  };
  writeWhole(path, `${JSON.stringify(target, undefined, 2)}\n`);
  return path;
}
