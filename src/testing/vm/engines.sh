# Part of guest.sh: docker as root under both of its cgroup drivers, docker and podman without root. The disk needs
# docker.io, iptables, ca-certificates, kmod, rootlesskit, slirp4netns, uidmap, iproute2, apparmor, podman, crun, catatonit and
# netavark (BURSTBOX_VM_PACKAGES).

docker_systemd() { "$@"; }
docker_cgroupfs() { "$@"; }
docker_rootless() { as_user "$@"; }
podman_rootless() { as_user "$@"; }
sockets=(
  [docker_systemd]=unix:///run/docker.sock [docker_cgroupfs]=unix:///run/docker-cgroupfs/socket
  [docker_rootless]=unix:///run/user/1000/docker.sock [podman_rootless]=unix:///run/user/1000/podman.sock
)
[ ${#some[@]} != 0 ] || some=(docker_systemd docker_cgroupfs docker_rootless podman_rootless)

# With swap on the machine a box without a limit of it would not be killed for want of memory.
fallocate -l 512M /swap && chmod 600 /swap && mkswap -q /swap && swapon /swap

# A user has all controllers, as docker's and podman's pages on the life without root ask for.
mkdir -p /etc/systemd/system/user@.service.d && printf '[Service]\nDelegate=cpu cpuset io memory pids\n' >/etc/systemd/system/user@.service.d/delegate.conf
for id in /etc/subuid /etc/subgid; do grep -q '^dev:' $id || echo dev:100000:65536 >>$id; done
modprobe -a tun overlay && chmod 666 /dev/net/tun # as udev does, which is not here
# Not every kernel has the tables of nft that docker's rules need, and without root no module is loaded.
update-alternatives --set iptables /usr/sbin/iptables-legacy >/dev/null
modprobe -a iptable_nat iptable_filter xt_MASQUERADE xt_conntrack xt_addrtype veth bridge
systemctl daemon-reload; systemctl stop user@1000.service; loginctl enable-linger dev

start_docker_systemd() {
  mkdir -p /etc/docker && echo '{"exec-opts":["native.cgroupdriver=systemd"]}' >/etc/docker/daemon.json
  systemctl reset-failed docker 2>/dev/null; systemctl restart docker
}
# Beside the other one.
start_docker_cgroupfs() {
  local folder=/run/docker-cgroupfs; mkdir -p $folder && echo '{}' >$folder/config
  systemd-run --quiet --unit docker-cgroupfs -p Delegate=yes -p KillMode=process dockerd --exec-opt native.cgroupdriver=cgroupfs --config-file $folder/config \
    --host "${sockets[docker_cgroupfs]}" --data-root /var/lib/docker-cgroupfs --exec-root $folder/exec --pidfile $folder/pid \
    --containerd /run/containerd/containerd.sock --containerd-namespace cgroupfs --containerd-plugins-namespace plugins.cgroupfs --bridge none --iptables=false
}
start_docker_rootless() {
  as_user systemd-run --user --quiet --unit rootless-docker -p Delegate=yes -E PATH=/usr/share/docker.io/contrib:/usr/sbin:/usr/bin:/sbin:/bin \
    /usr/share/docker.io/contrib/dockerd-rootless.sh --exec-opt native.cgroupdriver=systemd
}
# One that stays: that of podman.socket ends when it is idle, and in an emulated machine the next start outlasts the patience of a command.
start_podman_rootless() {
  as_user systemd-run --user --quiet --unit rootless-podman -p Delegate=yes podman system service --time 0 "${sockets[podman_rootless]}"
}

# Started, and of the control groups that it is here for.
engine() {
  local _ who=$1 driver=systemd; [ "$who" != docker_cgroupfs ] || driver=cgroupfs
  vars=(); "start_$who" || return
  vars_of "$who"
  for _ in $(seq 60); do "$who" env "${vars[@]}" docker info 2>/dev/null | grep -q "Cgroup Driver: $driver" && return; sleep 2; done
  journalctl --no-pager -n 30; return 1
}

targets image
up=()
for who in "${some[@]}"; do
  if engine "$who" && "$who" env "${vars[@]}" bash $runs images; then up+=("$who"); else failed=1; echo "FAILED  $who did not start"; fi
done
held 50 "${up[@]}"
for who in "${up[@]}"; do
  # By docker's API podman 4.3 changes no limit, and its containers do not say that they were OOM-killed.
  limits='^docker'; [ "$who" != podman_rootless ] || limits+='.*a fifth of a CPU'
  check "$who" 'limits' node --test-name-pattern="$limits" dist/vm/limits.test.mjs
  check "$who" 'a good service is served, and its limits hold' bash $runs served
  check "$who" 'a run names the end for want of memory first' bash $runs outgrown
  check "$who" 'what killed commands leave is removed by the next one' bash $runs killed
done
