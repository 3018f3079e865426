/** What the threads of a JVM did in the moment that they were asked, as Spring Boot's actuator writes java.lang.management.ThreadInfo. */
import { readText } from '../../files/text-file.ts';

export interface Thread {
  name: string;
  /** java.lang.Thread.State */
  state: string;
  /** `org.shop.Orders.find`, the innermost first. */
  stack: ThreadFrame[];
  /** Who has what it is blocked on. */
  owner: string | undefined;
}

export interface ThreadFrame {
  class: string;
  method: string;
  line: number | undefined;
}

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_THREADS = 20_000;
const MAX_FRAMES = 512;
const IS_NAME = /^[\w$./<>-]{1,300}$/;

/** Undefined when there is no such file, or it is of another form: a target wrote it. */
export function readThreads(path: string): Thread[] | undefined {
  try {
    return threadsIn(JSON.parse(readText(path, MAX_BYTES)));
  } catch {
    return undefined;
  }
}

export function threadsIn(dump: unknown): Thread[] | undefined {
  const all = fieldOf(dump, 'threads');
  if (!Array.isArray(all)) return undefined;
  return all.slice(0, MAX_THREADS).map((thread: unknown) => {
    const stack = fieldOf(thread, 'stackTrace');
    const owner = fieldOf(thread, 'lockOwnerName');
    return {
      name: String(fieldOf(thread, 'threadName') ?? ''),
      state: String(fieldOf(thread, 'threadState') ?? ''),
      stack: Array.isArray(stack) ? stack.slice(0, MAX_FRAMES).flatMap(frameIn) : [],
      owner: typeof owner === 'string' ? owner : undefined,
    };
  });
}

function frameIn(frame: unknown): ThreadFrame[] {
  const [name, method, line] = ['className', 'methodName', 'lineNumber'].map((key) => fieldOf(frame, key));
  if (typeof name !== 'string' || typeof method !== 'string' || !IS_NAME.test(name) || !IS_NAME.test(method))
    return [];
  return [{ class: name, method, line: typeof line === 'number' && line > 0 ? line : undefined }];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
