# Whole runs of burstbox in the virtual machine, in the sandbox $SANDBOX: bash runs.sh NAME. The targets are those of guest.sh.

run=(node run.mjs tiny ping --sandbox "$SANDBOX" --out "$HOME/results")

# All that burstbox makes: its groups, processes and containers.
ours() {
  find /sys/fs/cgroup -name 'burstbox*'
  grep -lz '^BURSTBOX_MARK=' /proc/[0-9]*/environ 2>/dev/null
  [ "$SANDBOX" != docker ] || docker ps --all --quiet
}

nothing_left() {
  local _
  # What was killed may still be on its way out.
  for _ in $(seq 5); do [ -n "$(ours)" ] || return 0; sleep 1; done
  ours; return 1
}

# Of the services, for an engine.
images() {
  local image service; image=$(node dist/vm/node-image.mjs) || return
  for service in balloon steady; do
    node -e 'const [image, file] = process.argv.slice(1); const code = require("node:fs").readFileSync(file, "utf8");
      console.log(`FROM ${image}\nCMD ${JSON.stringify(["node", "--input-type=module", "-e", code])}`)' \
      "$image" src/testing/e2e/services/$service.mjs | docker build --quiet --tag vm-$service - >/dev/null || return
  done
}

# Not judged by its status, which rests on the speed of this machine.
served() {
  "${run[@]}" --duration 10s --vus 1 --target /job/steady.json
  node - "$HOME/results/latest" <<'X'
    const read = (file) => JSON.parse(require('node:fs').readFileSync(`${process.argv[2]}/${file}`, 'utf8'));
    const { passes, fails } = read('tiny/ping/summary.json').metrics.op_failed.values;
    const [{ scenarios: [{ status, doubts }] }] = read('verdict.json').profiles;
    const ids = doubts.map(({ id }) => id);
    console.log(`# ${read('run.json').sandbox.about}: ${status}, ${fails} operations, ${passes} failed; doubts: ${ids.join(', ') || 'none'}`);
    process.exit(fails > 0 && passes === 0 && !ids.includes('limits-not-enforced') ? 0 : 1);
X
}

# A service that outgrows its box under a real load. It is killed by the kernel, or, where it fills its box so slowly that three
# readings see it full, the load is ended before that; how soon rests on the speed of this machine.
outgrown() {
  "${run[@]}" --duration 3m --vus 2 --target /job/balloon.json
  [ $? = 1 ] || return
  tr -d ' \n' <"$HOME/results/latest/tiny/ping/outcome.json" | grep -oE '"firstCause":\{"id":"target-(oom-killed|memory-critical)"'
}

# One whose orchestrator is killed, and so is the next command while it clears up; the one after it comes to the end.
killed() {
  "${run[@]}" --duration 60s --vus 1 --target /job/steady.json & local killed=$! _
  for _ in $(seq 120); do ours | grep -qvE 'probe|environ' && break; sleep 1; done
  sleep 10; kill -9 $killed
  ours; [ -n "$(ours)" ] || return
  timeout -s KILL 4 node run.mjs list >/dev/null
  node run.mjs list >&2
  nothing_left
}

"$@"
