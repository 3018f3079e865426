#!/usr/bin/env bash
# Runs in the virtual machine of .ci/cgroup-v2, as root: control groups of version 2 under systemd, as root, as a user with a
# login, and in a container's namespace; docker with root and without, podman without.
#   guest.sh push              what every push can wait for
#   guest.sh groups            every night: without an engine
#   guest.sh engines [NAME…]   every night: with those that engines.sh names, which also says what the disk must have for them
set -uo pipefail
part=${1:-push}
some=("${@:2}")
cd /job
failed=0
runs=src/testing/vm/runs.sh

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

# Where the engine of each listens that has one. The others have control groups.
declare -A sockets=()
vars=()
vars_of() {
  if [ -n "${sockets[$1]:-}" ]; then vars=(SANDBOX=docker "DOCKER_HOST=${sockets[$1]}"); else vars=(SANDBOX=cgroup); fi
}

check() {
  local who=$1 what=$2 output; shift 2
  vars_of "$who"
  output=$(export "${vars[@]}"; "$who" "$@" 2>&1)
  tell "$who" "$what" $? "$output"
}

tell() {
  local who=$1 what=$2 code=$3 output=$4 left
  if [ "$code" = 0 ]; then echo "ok      $who: $what ($SECONDS s)"; else failed=1; echo "FAILED  $who: $what (exit code $code, $SECONDS s)"; fi
  grep -E '^# (cgroup|docker|podman)' <<<"$output" || true
  [ "$code" = 0 ] || printf '%s\n' "$output"
  vars_of "$who"
  left=$(export "${vars[@]}"; bash $runs nothing_left) || { failed=1; echo "FAILED  $who: $what left $left"; }
}

# Do the limits hold while systemd reloads and units come and go, those of root and those of the user? All of WHO look on at
# the same time, because in an emulated machine fifty rounds of it last minutes.
#   held ROUNDS WHO…
held() {
  local rounds=$1 folder who; folder=$(mktemp -d); chmod 777 "$folder"; shift
  for who; do
    vars_of "$who"; vars+=("HELD_READY=$folder/$who.ready" "HELD_OVER=$folder/over")
    (export "${vars[@]}"; "$who" node dist/vm/held.mjs >"$folder/$who.log" 2>&1; echo $? >"$folder/$who.code") &
  done
  vars=()
  for who; do until [ -e "$folder/$who.ready" ] || [ -e "$folder/$who.code" ]; do sleep 0.2; done; done
  local began=$SECONDS user
  as_user bash -c "$(declare -f rounds_of); rounds_of --user $rounds" & user=$!
  rounds_of --system "$rounds" && wait $user || { failed=1; echo 'FAILED  not all rounds came about'; }
  echo "        $rounds reloads and units of root and of the user in $((SECONDS - began)) s"
  touch "$folder/over"; wait
  for who; do tell "$who" "limits hold through $rounds reloads and units" "$(cat "$folder/$who.code")" "$(cat "$folder/$who.log")"; done
  rm -r "$folder"
}
rounds_of() {
  local _; for _ in $(seq "$2"); do systemctl "$1" daemon-reload && systemd-run "$1" --quiet --wait -p CPUWeight=50 true || return; done
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

# @param image for docker, which has to have the command in it
targets() {
  local service
  cat >profiles/tiny.json <<<'{ "schema": "burstbox/profile/1", "about": "0.5 CPU, 256 MiB", "cpus": 0.5, "memoryMib": 256 }'
  for service in balloon steady; do
    node - $service "${1:-}" >$service.json <<'X'
      const [service, image] = process.argv.slice(2);
      const command = ['node', `/job/src/testing/e2e/services/${service}.mjs`];
      const start = image === '' ? { command } : { image: `vm-${service}` };
      console.log(JSON.stringify({ schema: 'burstbox/target/1', about: service, start, health: '/', routes: { ping: '/ping' } }));
X
  done
  chmod -R a+rX /job
}

if [ "$part" = push ]; then
  held 1 as_user as_root in_namespace
  for who in as_user as_root in_namespace; do check $who 'a fifth of a CPU' node --test-name-pattern='^cgroup.*a fifth of a CPU' dist/vm/limits.test.mjs; done
  check as_user 'out of memory is told' node --test-name-pattern='^cgroup.*killed' dist/vm/limits.test.mjs
  check as_root 'groups within the group' node --test-name-pattern='groups of its own' dist/vm/cgroup.test.mjs
fi
if [ "$part" = groups ]; then
  held 50 as_user in_desktop as_root in_namespace
  for who in as_user in_desktop as_root in_namespace; do
    check $who 'limits' node --test-name-pattern='^cgroup' dist/vm/limits.test.mjs
    check $who 'the driver' node dist/vm/cgroup.test.mjs
  done
  check in_namespace 'no room is made among processes of others' bash -c "$(declare -f refused); refused"
  check without_login 'the command that is named works'
  check without_cpu 'the command that is named works'
  targets
  for who in as_user as_root; do
    check $who 'a run names the end for want of memory first' bash $runs outgrown
    check $who 'what killed commands leave is removed by the next one' bash $runs killed
  done
fi
if [ "$part" = engines ]; then
  . src/testing/vm/engines.sh
fi
exit $failed
