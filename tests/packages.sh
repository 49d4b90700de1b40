# What lossc needs to be built and tested, and how to get it on Debian and Ubuntu; sourced by tests/run and examples/run.
# shellcheck shell=bash
: "${script:?the script that sources this sets it to its own name, for messages}"

# Probes rather than package names: a cmake or a Highway from elsewhere is as good.
command_exists() { command -v "$1" >/dev/null; }
header() { printf '#if !__has_include(<%s>)\n#error\n#endif\n' "$1" | g++ -E -x c++ - &>/dev/null; }
links() { echo 'int main() {}' | "$@" -x c++ - -o /dev/null &>/dev/null; }

# Without g++ every header counts as missing, which costs apt nothing.
#  for     package               probe
requirements='
   build   cmake                 command_exists cmake
   build   ninja-build           command_exists ninja
   build   g++                   links g++ -fopenmp
   build   libhwy-dev            header hwy/highway.h
   build   libeigen3-dev         header eigen3/Eigen/Core
   build   libboost-dev          header boost/hana.hpp
   tests   libboost-context-dev  links g++ -lboost_context
   build   libcli11-dev          header CLI/CLI.hpp
   build   nlohmann-json3-dev    header nlohmann/json.hpp
   build   libfmt-dev            header fmt/core.h
   build   libcairo2-dev         header cairo/cairo.h
   build   pkg-config            command_exists pkg-config
   build   zlib1g-dev            header zlib.h
   tests   ccache                command_exists ccache
   tests   diffutils             command_exists diff
   tests   python3               command_exists python3
   tests   g++                   links g++ -fsanitize=address
   tests   clang                 links clang++
   tests   libclang-rt-dev       links clang++ -fsanitize=thread
   tests   libomp-dev            links clang++ -fopenmp
   tests   catch2                header catch2/catch.hpp
   tests   libbenchmark-dev      header benchmark/benchmark.h'

# The arguments say for what: build, or build and tests.
missing_packages() {
  local purpose package probe
  while read -r purpose package probe; do
    # shellcheck disable=SC2086  # a probe is a command and its arguments
    if [[ -n "$purpose" && " $* " == *" $purpose "* ]] && ! $probe; then echo "$package"; fi
  done <<<"$requirements" | sort --unique
}

install_missing() {
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then echo "nothing is missing"; return; fi
  echo "missing: ${missing[*]}"
  if ! command_exists apt-get; then
    echo "$script: this system has no apt-get: please install what Debian calls" \
      "${missing[*]}, then run this again" >&2
    return 1
  fi
  if ((EUID != 0)); then
    if ! command_exists sudo; then
      echo "$script: please run this once as root: apt-get install ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  # `env` because sudo drops the variable that keeps apt from asking questions.
  "${as_root[@]}" apt-get update || return
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes "${missing[@]}" || return
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} > 0)); then
    echo "$script: the packages are installed, but these do not provide what is used" \
      "(Debian 12's versions do): ${missing[*]}" >&2
    return 1
  fi
}

# How many compilers at once: a generator with many losses takes up to 2 GB to compile.
jobs_at_once() {
  local cores kilobytes limit by_memory count
  cores="$(nproc)"
  read -r _ kilobytes _ < <(grep '^MemTotal:' /proc/meminfo)
  if read -r limit 2>/dev/null </sys/fs/cgroup/memory.max && [[ "$limit" != max ]]; then
    kilobytes=$((limit / 1024 < kilobytes ? limit / 1024 : kilobytes))
  fi
  by_memory=$((kilobytes / 2000000))
  count=$((cores < by_memory ? cores : by_memory))
  echo $((count > 1 ? count : 1))
}
