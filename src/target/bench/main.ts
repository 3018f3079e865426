/**
 * Micro-benchmarks of the service. Each is measured for as many milliseconds as the first argument says, and printed as
 * it is done: one line of JSON, `{name,iterations,nsPerOp,bytesPerOp,allocsPerOp}`.
 */
import { batchBenchmark } from './batch.ts';
import { cacheBenchmarks } from './cache.ts';
import { jsonBenchmark } from './json.ts';
import { measure } from './measure.ts';
import { pingBenchmarks } from './ping.ts';

const forMs = Number(process.argv[2]);

for (const benchmark of [...pingBenchmarks, jsonBenchmark, batchBenchmark, ...cacheBenchmarks])
  console.log(JSON.stringify(await measure(benchmark, forMs)));
