#!/usr/bin/env bash
# Runs in the virtual machine of .ci/cgroup-v2, as root: control groups of version 2 under systemd, as root, as a user with a
# login, and in a container's namespace; docker with root and without.
#   guest.sh push      what every push can wait for
#   guest.sh nightly   all of it; or a half of it: groups, engines (what the disk must have for that stands in engines.sh)
set -uo pipefail
part=${1:-push}
cd /job
failed=0

as_root() { "$@"; }
# As ssh does: a session of its own, outside of what systemd delegates to the user.
as_user() { systemd-run --quiet --pipe --wait -p User=dev -p PAMName=login -p WorkingDirectory=/job -E CI=true -E K6_BIN=/job/k6 "${vars[@]/#/-E}" "$@"; }
# As in a terminal of a desktop, which lies within it.
in_desktop() { as_user systemd-run --user --quiet --pipe --wait -p WorkingDirectory=/job -E CI=true "${vars[@]/#/-E}" "$@"; }
# As in a privileged container: a namespace in which the own group is the top one.
in_namespace() {
  systemd-run --quiet --pipe --wait -p Delegate=yes -p WorkingDirectory=/job -E CI=true "${vars[@]/#/-E}" unshare --cgroup --mount \
    bash -c 'umount -l /sys/fs/cgroup; mount -t cgroup2 none /sys/fs/cgroup; "$@"' - "$@"
}

vars=()
check() {
  local who=$1 what=$2; shift 2
  local output; output=$(export "${vars[@]}"; "$who" "$@" 2>&1)
  local code=$?
  if [ $code = 0 ]; then echo "ok      $who: $what ($SECONDS s)"; else failed=1; echo "FAILED  $who: $what (exit code $code)"; fi
  grep -E '^# (cgroup|docker)' <<<"$output" || true
  [ $code = 0 ] || printf '%s\n' "$output"
  local left _
  # What was killed may still be on its way out.
  for _ in $(seq 5); do left=$(export "${vars[@]}"; ours); [ -n "$left" ] || break; sleep 1; done
  [ -z "$left" ] || { failed=1; echo "FAILED  $who: $what left $left"; }
}

# All that burstbox makes: its groups, processes and containers.
ours() {
  find /sys/fs/cgroup -name 'burstbox*'
  grep -lz '^BURSTBOX_MARK=' /proc/[0-9]*/environ 2>/dev/null
  [ "${SANDBOX:-}" != docker ] || docker ps --all --quiet
}

# Processes that are not burstbox's own stay where they are, and the sentence says what to do.
refused() {
  setsid -f sleep 600 >/dev/null 2>&1 </dev/null
  node run.mjs doctor | tee /dev/stderr | grep -qE '^cgroup +no: .*is the top of its namespace, and processes that are not ours are in it \([0-9]+\); mkdir' && pkill -x sleep
}

# Where a user has no control groups, doctor names the command that gives him some. It is run as it stands, but for the sudo.
sudo() { "$@"; }
doctor_says() { tee /dev/stderr | grep -E "^cgroup +$1"; }
without_login() {
  systemctl stop user@1000.service
  runuser -u dev -- node run.mjs doctor | doctor_says 'no: .*; sudo loginctl enable-linger dev starts one that stays$' || return
  sudo loginctl enable-linger dev
  runuser -u dev -- node run.mjs doctor | doctor_says 'yes: cgroup v2 of this user'; local found=$?
  loginctl disable-linger dev
  systemctl stop user@1000.service
  return $found
}
without_cpu() {
  local folder=/etc/systemd/system/user@.service.d advice
  mkdir -p $folder; printf '[Service]\nDelegate=no\nDelegate=memory pids\n' >$folder/as-in-systemd-249.conf; systemctl daemon-reload; systemctl stop user@1000.service
  advice=$(as_user node run.mjs doctor | doctor_says 'no: systemd does not delegate cpu to users here') || return
  eval "${advice#*from the next login on: }"
  systemctl stop user@1000.service
  as_user node run.mjs doctor | doctor_says 'yes: cgroup v2 of this user'
}

# A service that outgrows its box under a real load; then one whose orchestrator is killed, and the next command.
outgrown() {
  node run.mjs tiny ping --duration 20s --vus 2 --sandbox "$SANDBOX" --target /job/balloon.json --out "$HOME/results"
  [ $? = 1 ] && grep -q '"id":"target-oom-killed"' <(tr -d ' \n' <"$HOME/results/latest/tiny/ping/outcome.json")
}
# Not by its status, which rests on the speed of this machine.
served() {
  node run.mjs tiny ping --duration 10s --vus 1 --sandbox "$SANDBOX" --target /job/steady.json --out "$HOME/results"
  node -e '
    const read = (file) => JSON.parse(require("node:fs").readFileSync(`${process.env.HOME}/results/latest/${file}`, "utf8"));
    const { passes, fails } = read("tiny/ping/summary.json").metrics.op_failed.values;
    const [{ scenarios: [{ status, doubts }] }] = read("verdict.json").profiles;
    console.log(`# ${read("run.json").sandbox.about}: ${status}, ${fails} operations, ${passes} failed; doubts: ${doubts.map(({ id }) => id)}`);
    process.exit(fails > 0 && passes === 0 && !doubts.some(({ id }) => id === "limits-not-enforced") ? 0 : 1);'
}
killed() {
  node run.mjs tiny ping --duration 60s --vus 1 --sandbox "$SANDBOX" --target /job/steady.json --out "$HOME/results" & local run=$!
  for _ in $(seq 120); do ours | grep -qvE 'probe|environ' && break; sleep 1; done
  sleep 10; ours; kill -9 $run
  [ -n "$(ours)" ] || return
  # The next command is killed while it clears up, and the one after it comes to the end.
  timeout -s KILL 4 node run.mjs list >/dev/null
  node run.mjs list >&2
  for _ in $(seq 5); do [ -n "$(ours)" ] || return 0; sleep 1; done
  return 1
}

# @param more of "start", for docker the image
targets() {
  local service
  cat >profiles/tiny.json <<<'{ "schema": "burstbox/profile/1", "about": "0.5 CPU, 256 MiB", "cpus": 0.5, "memoryMib": 256 }'
  for service in balloon steady; do
    node - "$service" "${1:-}" >$service.json <<'X'
      const [service, image] = process.argv.slice(2);
      const code = require('node:fs').readFileSync(`src/testing/e2e/services/${service}.mjs`, 'utf8');
      const start = { command: ['node', '--input-type=module', '-e', code], ...(image === '' ? {} : { image }) };
      console.log(JSON.stringify({ schema: 'burstbox/target/1', about: service, start, health: '/', routes: { ping: '/ping' } }));
X
  done
  chmod -R a+rX /job
}

if [ "$part" = push ]; then
  vars=(HELD_ROUNDS=1 SANDBOX=cgroup)
  for who in as_user as_root in_namespace; do check $who 'limits hold while units come and go' node dist/vm/held.mjs; done
  check as_user 'out of memory is told' node --test-name-pattern='^cgroup.*killed' dist/vm/limits.test.mjs
  check as_root 'groups within the group' node --test-name-pattern='groups of its own' dist/vm/cgroup.test.mjs
fi
if [ "$part" = nightly ] || [ "$part" = groups ]; then
  vars=(HELD_ROUNDS=50 SANDBOX=cgroup)
  for who in as_user in_desktop as_root in_namespace; do
    check $who 'limits hold while units come and go' node dist/vm/held.mjs
    check $who 'limits' node --test-name-pattern='^cgroup' dist/vm/limits.test.mjs
    check $who 'the driver' node dist/vm/cgroup.test.mjs
  done
  check in_namespace 'no room is made among processes of others' bash -c "$(declare -f refused); refused"
  check without_login 'the command that is named works'
  check without_cpu 'the command that is named works'
  targets
  for who in as_user as_root; do
    check $who 'a run names the end for want of memory first' bash -c "$(declare -f outgrown); outgrown"
    check $who 'what killed commands leave is removed by the next one' bash -c "$(declare -f killed ours); killed"
  done
fi
if [ "$part" = nightly ] || [ "$part" = engines ]; then
  . src/testing/vm/engines.sh
fi
exit $failed
