import { Function as FunctionRow, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';

/**
 * What keeps the event loop alive, counted by type (`TCPSocketWrap`, `FSReqPromise`, `Timeout`): the nearest that
 * Node has to a goroutine profile. A type stands where a profile has a function.
 */
export function takeResourceProfile(): Profile {
  const strings = new StringTable();
  const counts = [...countByType()];
  const ids = counts.map((_, i) => i + 1); // 0 is not valid in profile.proto
  return new Profile({
    stringTable: strings,
    sampleType: [new ValueType({ type: strings.dedup('resource'), unit: strings.dedup('count') })],
    sample: counts.map(([, count], i) => new Sample({ locationId: ids.slice(i, i + 1), value: [count] })),
    location: ids.map((id) => new Location({ id, line: [{ functionId: id }] })),
    function: counts.map(([type], i) => {
      const name = strings.dedup(type);
      return new FunctionRow({ id: i + 1, name, systemName: name });
    }),
    timeNanos: BigInt(Date.now()) * 1_000_000n,
  });
}

/** The same for people, the most frequent first, in the form of Go's `goroutine?debug=1`. */
export function resourceText(): string {
  const counts = [...countByType()].sort(([, a], [, b]) => b - a);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return [
    `goroutine profile: total ${total}`,
    ...counts.map(([type, count]) => `${count} @ ${type}`),
    '',
  ].join('\n');
}

function countByType(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
