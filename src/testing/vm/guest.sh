#!/usr/bin/env bash
# Runs in the virtual machine of .ci/cgroup-v2, as root: the control group driver under version 2 and systemd, as root, as a
# user with a login, and in a container's namespace.
#   guest.sh push      what every push can wait for        guest.sh nightly   all of it
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
  grep -E '^# cgroup' <<<"$output" || true
  [ $code = 0 ] || printf '%s\n' "$output"
  local left; left=$(find /sys/fs/cgroup -name 'burstbox*')
  [ -z "$left" ] || { failed=1; echo "FAILED  $who: $what left $left"; }
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
  node run.mjs tiny ping --duration 20s --vus 2 --sandbox cgroup --target /job/balloon.json --out "$HOME/results"
  [ $? = 1 ] && grep -q '"id":"target-oom-killed"' <(tr -d ' \n' <"$HOME/results/latest/tiny/ping/outcome.json")
}
killed() {
  node run.mjs tiny ping --duration 60s --vus 1 --sandbox cgroup --target /job/steady.json --out "$HOME/results" & local run=$!
  for _ in $(seq 120); do find /sys/fs/cgroup -name 'burstbox-*' | grep -qv probe && break; sleep 1; done
  sleep 5; find /sys/fs/cgroup -name 'burstbox-*'; kill -9 $run
  node run.mjs list 2>&1 | grep 'had died; removed'
}

if [ "$part" = push ]; then
  vars=(HELD_ROUNDS=1)
  for who in as_user as_root in_namespace; do check $who 'limits hold while units come and go' node dist/vm/held.mjs; done
  check as_user 'out of memory is told' node --test-name-pattern='^cgroup.*killed' dist/vm/limits.test.mjs
  check as_root 'groups within the group' node --test-name-pattern='groups of its own' dist/vm/cgroup.test.mjs
else
  vars=(HELD_ROUNDS=50)
  for who in as_user in_desktop as_root in_namespace; do
    check $who 'limits hold while units come and go' node dist/vm/held.mjs
    check $who 'limits' node --test-name-pattern='^cgroup' dist/vm/limits.test.mjs
    check $who 'the driver' node dist/vm/cgroup.test.mjs
  done
  check in_namespace 'no room is made among processes of others' bash -c "$(declare -f refused); refused"
  check without_login 'the command that is named works'
  check without_cpu 'the command that is named works'
  cat >profiles/tiny.json <<<'{ "schema": "burstbox/profile/1", "about": "0.5 CPU, 256 MiB", "cpus": 0.5, "memoryMib": 256 }'
  for service in balloon steady; do
    cat >$service.json <<<'{ "schema": "burstbox/target/1", "about": "'$service'", "start": { "command": ["node", "/job/src/testing/e2e/services/'$service'.mjs"] }, "health": "/", "routes": { "ping": "/ping" } }'
  done
  chmod -R a+rX /job
  for who in as_user as_root; do
    check $who 'a run names the end for want of memory first' bash -c "$(declare -f outgrown); outgrown"
    check $who 'what a killed run leaves is removed by the next command' bash -c "$(declare -f killed); killed"
  done
fi
exit $failed
