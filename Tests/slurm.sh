#!/usr/bin/env bash
# Converts shader permutations on a Slurm of two nodes, kills one of them in the middle, and compares all bytes with those
# of one machine: slurm.sh QUADLESS [COUNT=20000]. Slurm is started for this alone, in a temporary folder, and stopped.
# Needs root: each node is a process namespace of its own, so that killing it takes all that runs there, as when the
# power fails.
set -euo pipefail
quadless=$(realpath "$1")
count=${2:-20000}
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
export SLURM_CONF=$folder/slurm.conf
host=$(hostname -s)
daemons=()
stop() {
  test ${#daemons[@]} = 0 || kill -9 "${daemons[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
fail() {
  echo "slurm.sh: $*" >&2
  tail -n 20 "$folder"/*.log >&2 || true
  exit 1
}
# Waits until a command succeeds.
await() {
  local what=$1 seconds=$2
  shift 2
  for ((tenth = 0; tenth < seconds * 10; tenth++)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  fail "$what: not after $seconds s"
}

# Ports that nobody listens on.
read -r port_controller port_one port_two < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))')

chmod 755 "$folder"
mkdir -m 700 "$folder/munge"
(umask 077 && head -c 1024 /dev/urandom >"$folder/munge/key")
munged --foreground --force --num-threads=2 --key-file="$folder/munge/key" --socket="$folder/munge.socket" \
  --pid-file="$folder/munge/pid" --log-file="$folder/munge.log" --seed-file="$folder/munge/seed" 2>/dev/null &
daemons+=($!)
await "munge" 20 test -S "$folder/munge.socket"

mkdir "$folder/state" "$folder/spool-one" "$folder/spool-two"
cat >"$SLURM_CONF" <<CONF
ClusterName=quadless
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port_controller
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmctldPidFile=$folder/slurmctld.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdSpoolDir=$folder/spool-%n
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmdLogFile=$folder/slurmd-%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
SelectType=select/linear
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=2,batch_sched_delay=0
JobRequeue=1
# A node that is silent for so long is dead.
SlurmdTimeout=10
InactiveLimit=0
KillWait=5
MessageTimeout=10
ReturnToService=0
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 Port=$port_one CPUs=1
NodeName=two NodeHostname=$host NodeAddr=127.0.0.1 Port=$port_two CPUs=1
PartitionName=all Nodes=one,two Default=YES State=UP MaxTime=INFINITE
CONF
slurmctld -D -c >"$folder/slurmctld.out" 2>&1 &
daemons+=($!)
for node in one two; do
  unshare --pid --fork --kill-child --mount-proc slurmd -D -N $node >"$folder/slurmd-$node.out" 2>&1 &
  daemons+=($!)
done
victim=${daemons[-1]}
both_idle() { test "$(sinfo --noheader --nodes=one,two --states=idle --format=%D)" = 2; }
await "both nodes idle" 60 both_idle

mkdir "$folder/one-machine" "$folder/cluster"
for place in one-machine cluster; do
  python3 "$root/Tests/Permutations/generate.py" "$folder/$place" "$count" --quadless "$quadless"
done
(cd "$folder/one-machine" && "$quadless" --batch list -w)

cd "$folder/cluster"
size=$(((count + 39) / 40))
export QUADLESS=$quadless
"$root/Tests/Examples/Slurm/submit.sh" list chunks "$size" >"$folder/submit.out" 2>&1 &
submission=$!
daemons+=("$submission")

# Once a third is done, while a chunk is half done on the second node, that dies.
written() { find spv/batch -name '*.spv' | wc -l; }
third_done() { test "$(written)" -ge $((count / 3)); }
busy() { test -n "$(squeue --noheader --nodelist=two --states=running --format=%K)"; }
await "a third of the conversions" 1800 third_done
await "a chunk on the second node" 60 busy
chunk=$(squeue --noheader --nodelist=two --states=running --format=%K | head -1)
kill -9 "$victim"
at_death=$(written)
echo "slurm.sh: node 'two' killed at $at_death of $count, at work on chunk $chunk"
test "$at_death" -lt "$count" || fail "all was done before a node died"
down() { test "$(sinfo --noheader --nodes=two --format=%T)" = "down*" || test "$(sinfo --noheader --nodes=two --format=%T)" = down; }
await "Slurm notes that node's death" 120 down

wait "$submission" || { cat "$folder/submit.out" chunks/log-* >&2; fail "the array fails"; }
requeued=$(grep -ciE 'requeu' "$folder/slurmctld.log" || true)
test "$requeued" -gt 0 || fail "no task was put into the queue again"
test "$(written)" = "$count" || fail "$(written) outputs of $count"
for place in one-machine cluster; do
  (cd "$folder/$place/spv/batch" && find . -name '*.spv' -print0 | sort -z | xargs -0 sha256sum) >"$folder/$place.sums"
done
cmp "$folder/one-machine.sums" "$folder/cluster.sums" || fail "the cluster's bytes are not one machine's"
echo "slurm.sh: $count outputs, one node dead, chunk $chunk done again; sha256 of all:" \
  "$(sha256sum <"$folder/cluster.sums" | cut -c1-16), the same as on one machine"
