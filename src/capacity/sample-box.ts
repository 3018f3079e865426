/** Memory, CPU and disk beside the uploads, once a second. */
import { join } from 'node:path';
import { readHost } from '../run/sample/host.ts';
import { type Sampling, startSampling } from '../run/sample/sample.ts';
import type { Service } from '../sandbox/sandbox.ts';
import { FILES } from '../store/store.ts';
import { diskOf } from './limits.ts';

/** @param service absent: it is not seen from here */
export function sampleBox(
  folder: string,
  dataFolder: string | undefined,
  service: Service | undefined,
): Sampling {
  const sources = [
    () => readHost(folder),
    ...(service === undefined ? [] : [() => service.stats()]),
    ...(dataFolder === undefined ? [] : [() => diskReadings(dataFolder)]),
  ];
  return startSampling(join(folder, FILES.samples), sources, () => {});
}

function diskReadings(folder: string) {
  const disk = diskOf(folder);
  return disk === undefined
    ? {}
    : { data_disk_used_bytes: disk.usedBytes, data_disk_free_bytes: disk.freeBytes };
}
