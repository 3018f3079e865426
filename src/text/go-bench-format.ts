/**
 * Go's benchmark format, which benchstat reads.
 * Source: https://go.googlesource.com/proposal/+/master/design/14313-benchmark-format.md, golang.org/x/perf/benchfmt
 */

/** Node's names of what Go calls otherwise. */
const GOOS: Record<string, string> = { win32: 'windows' };
const GOARCH: Record<string, string> = { x64: 'amd64', ia32: '386' };

/**
 * The lines before the results. benchstat puts what differs here into tables of their own, so nothing stands here but
 * what makes results incomparable.
 * @param os and `arch` as Node says them
 */
export function benchHeader(os: string, arch: string, pkg: string): string[] {
  return [`goos: ${GOOS[os] ?? os}`, `goarch: ${GOARCH[arch] ?? arch}`, `pkg: ${pkg}`];
}

/** @param name without a space, and without `-4` at its end, which would be read as GOMAXPROCS */
export function benchLine(name: string, iterations: number, values: [value: number, unit: string][]): string {
  const measured = values.map(([value, unit]) => `${Number(value.toPrecision(6))} ${unit}`);
  return [name, iterations, ...measured].join(' ');
}
