/** What to try, with the profiles that it sends people to as data: `...adviceOf\`see ${FILES.heapEnd}\`` in a finding. */
import type { Found } from './detector.ts';
import type { ProfileFile } from './pprof/read.ts';

export type Advice = Required<Pick<Found, 'advice' | 'sees'>>;

/** For advice that names profiles; what names none is a string. */
export function adviceOf(texts: TemplateStringsArray, ...files: string[]): Advice {
  return { advice: String.raw({ raw: texts }, ...files), sees: files.filter(isProfile) };
}

function isProfile(file: string): file is ProfileFile {
  return file.endsWith('.pprof');
}
