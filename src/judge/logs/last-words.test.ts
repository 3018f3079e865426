import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorLine, lastWords } from './last-words.ts';

const LOGS: Record<string, [log: string, words: string]> = {
  'Node, an error nobody caught': [
    `up
/srv/app.js:12
    throw new TypeError('x');
    ^

TypeError: x is undefined
    at handle (/srv/app.js:12:11)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5) {
  code: 'ERR_X'
}

Node.js v20.20.2
`,
    'TypeError: x is undefined',
  ],
  'V8, out of heap': [
    `<--- Last few GCs --->
[7:0x1] 900 ms: Mark-Compact 250.1 (260.0) -> 249.9 (260.0) MB

<--- JS stacktrace --->

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----

 1: 0xb7a940 node::OOMErrorHandler [node]
10: 0xf0b2b0 v8::internal::Heap [node]
`,
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  ],
  'Go, a panic': [
    `2027/01/15 08:00:00 listening
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x6b]

goroutine 19 [running]:
main.(*Store).Put(0x0, {0xc000012, 0x5})
	/src/store.go:31 +0x1d
net/http.HandlerFunc.ServeHTTP(...)
	/usr/local/go/src/net/http/server.go:2166
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3285 +0x4b4
exit status 2
`,
    'panic: runtime error: invalid memory address or nil pointer dereference',
  ],
  Python: [
    `Traceback (most recent call last):
  File "/srv/app.py", line 3, in <module>
    main()
ValueError: bad thing
`,
    'ValueError: bad thing',
  ],
  Java: [
    `Exception in thread "main" java.lang.IllegalStateException: closed
	at com.example.Main.run(Main.java:7)
Caused by: java.io.IOException: gone
	at com.example.Main.read(Main.java:9)
	... 3 more
`,
    'Caused by: java.io.IOException: gone',
  ],
  Rust: [
    `thread 'main' panicked at src/main.rs:4:5:
index out of bounds
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
`,
    "thread 'main' panicked at src/main.rs:4:5: index out of bounds",
  ],
  'a plain last line': ['starting\r\nlicense has expired, ending\r\n', 'license has expired, ending'],
};

test('the line that says why is found under what runtimes print below it', () => {
  for (const [name, [log, words]] of Object.entries(LOGS)) assert.equal(lastWords(log), words, name);
});

test('a log that says nothing, or ends before the service does, has no last words', () => {
  for (const log of ['', '\n\n', '    at x (y)\n}\n', 'all is well\n[log cut here by burstbox]\n'])
    assert.equal(lastWords(log), undefined);
});

test('words are one plain line of a bounded length', () => {
  assert.equal(lastWords('\u001b[31mred\u0007\n'), '[31mred');
  const long = lastWords('a'.repeat(5000)) ?? '';
  assert.deepEqual([long.length, long.at(-1)], [200, '…']);
});

test('the last error is told, not what else was logged and not that clients went away', () => {
  const log = 'OperationalError: database is locked\nGET / 200\nError: write EPIPE\n';
  assert.equal(errorLine(log), 'OperationalError: database is locked');
  assert.equal(errorLine('GET / 200\n'), undefined);
});
