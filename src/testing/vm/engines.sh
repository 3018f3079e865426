# Part of guest.sh nightly: docker as root under both of its cgroup drivers, and rootless with the controllers delegated. The
# disk needs docker.io, iptables, ca-certificates, kmod, rootlesskit, slirp4netns, uidmap, iproute2 and apparmor (BURSTBOX_VM_PACKAGES).

docker_systemd() { "$@"; }
docker_cgroupfs() { "$@"; }
docker_rootless() { as_user "$@"; }

# With swap on the machine a box without a limit of it would not be killed for want of memory.
fallocate -l 512M /swap && chmod 600 /swap && mkswap -q /swap && swapon /swap

root_engine() {
  mkdir -p /etc/docker
  echo "{\"exec-opts\":[\"native.cgroupdriver=$1\"]}" >/etc/docker/daemon.json
  systemctl restart docker && docker info 2>/dev/null | grep -q "Cgroup Driver: $1"
}

rootless_engine() {
  local folder=/etc/systemd/system/user@.service.d id
  mkdir -p $folder && printf '[Service]\nDelegate=cpu cpuset io memory pids\n' >$folder/delegate.conf
  for id in /etc/subuid /etc/subgid; do grep -q '^dev:' $id || echo dev:100000:65536 >>$id; done
  modprobe -a tun overlay && chmod 666 /dev/net/tun # as udev does, which is not here
  systemctl daemon-reload; systemctl stop docker docker.socket user@1000.service
  loginctl enable-linger dev
  as_user systemd-run --user --quiet --unit rootless-docker -p Delegate=yes -E PATH=/usr/share/docker.io/contrib:/usr/sbin:/usr/bin:/sbin:/bin \
    /usr/share/docker.io/contrib/dockerd-rootless.sh --exec-opt native.cgroupdriver=systemd
  local _; for _ in $(seq 60); do [ -S /run/user/1000/docker.sock ] && as_user docker info >/dev/null 2>&1 && return; sleep 2; done
  journalctl --no-pager -n 30 _UID=1000; return 1
}

engine_checks() {
  local who=$1 image; image=$("$who" node dist/vm/node-image.mjs) || { failed=1; echo "FAILED  $who: no image"; return; }
  targets "$image"
  local service
  for service in balloon steady; do
    node -e 'const [image, file] = process.argv.slice(1); const code = require("node:fs").readFileSync(file, "utf8");
      console.log(`FROM ${image}\nCMD ${JSON.stringify(["node", "--input-type=module", "-e", code])}`)' \
      "$image" src/testing/e2e/services/$service.mjs | "$who" docker build --quiet --tag vm-$service - >/dev/null
  done
  check "$who" 'limits hold while units come and go' node dist/vm/held.mjs
  check "$who" 'limits' node --test-name-pattern='^docker' dist/vm/limits.test.mjs
  check "$who" 'a good service is served, and its limits hold' bash $runs served
  check "$who" 'a run names the end for want of memory first' bash $runs outgrown
  check "$who" 'what killed commands leave is removed by the next one' bash $runs killed
}

rounds=${HELD_ROUNDS:-50}
vars=(HELD_ROUNDS=$rounds SANDBOX=docker)
for driver in systemd cgroupfs; do
  if root_engine $driver; then engine_checks docker_$driver; else failed=1; echo "FAILED  docker with the cgroup driver $driver did not start"; fi
done
vars+=(DOCKER_HOST=unix:///run/user/1000/docker.sock)
if rootless_engine; then engine_checks docker_rootless; else failed=1; echo 'FAILED  rootless docker did not start'; fi
