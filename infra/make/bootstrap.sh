#!/bin/sh
# Installs what the Makefile's targets need and the machine lacks: Node 24 and pnpm (from npm, into .tools/), the
# workspace's packages, three Debian packages, a mongod. With nothing missing it prints nothing and ends at once.
# The seconds spent on downloads go to .cache/setup.json: the demo reports them apart from its own time.
set -eu
cd "$(dirname "$0")/../.."
NODE=24.21.0 PNPM=10.34.9
system_path=$PATH
PATH="$PWD/.tools/node_modules/.bin:$PATH"
mkdir -p .tools .cache
steps='' total=0

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
node_major() { node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

# download NAME COMMAND...: runs the command, shows that it is alive and books its time.
download() {
  name=$1; shift
  say "$name ..."
  began=$(date +%s)
  while sleep 10 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do say "$name: $(($(date +%s) - began)) s so far"; done 9>&- &
  ticker=$!
  "$@" || { kill $ticker; fail "$name: '$*' failed (see above). Is the network up? Run the same make command again."; }
  kill $ticker
  took=$(($(date +%s) - began))
  total=$((total + took))
  steps="$steps${steps:+,}{\"name\":\"$name\",\"seconds\":$took}"
  say "$name: $took s"
}

# Two makes at once would install into the same folders: the second waits for the first.
if have flock; then exec 9>.cache/setup.lock; flock 9; fi

# --- Node and pnpm -----------------------------------------------------------------------------------------------
# The npm package `node` brings its binary by a preinstall script, so scripts are allowed for this one install.
npm_tools() {
  have npm || fail "no npm. Install any Node from 20 with npm, then run make again."
  npm install --prefix .tools --no-save --ignore-scripts=false --no-audit --no-fund --loglevel=error "$@"
}
pnpm_version() { sed -n 's/.*"version": "\(.*\)".*/\1/p' .tools/node_modules/pnpm/package.json 2>/dev/null; }
if [ "$(node_major)" -lt 24 ] || [ "$(pnpm_version)" != "$PNPM" ]; then
  tools="pnpm@$PNPM"
  [ "$(PATH=$system_path node_major)" -ge 24 ] || tools="node@$NODE $tools"
  # shellcheck disable=SC2086
  download "$tools" npm_tools $tools
  [ "$(node_major)" -ge 24 ] || fail "npm installed node@$NODE but 'node -v' says '$(node -v 2>&1)': its preinstall script
  did not run. Remove .tools, look at 'npm config get ignore-scripts', run make again; or install Node 24 yourself."
fi

# --- the workspace's packages ------------------------------------------------------------------------------------
if ! cmp -s pnpm-lock.yaml node_modules/.installed-lock.yaml; then
  download 'npm packages' pnpm install --frozen-lockfile --config.confirm-modules-purge=false
  cp pnpm-lock.yaml node_modules/.installed-lock.yaml
fi

# --- Debian packages ---------------------------------------------------------------------------------------------
debs=''
have redis-server || debs="$debs redis-server"
have mosquitto_pub || debs="$debs mosquitto-clients"
have openssl || debs="$debs openssl"
[ -e /usr/lib/x86_64-linux-gnu/libcurl.so.4 ] || [ -n "${MONGODB_URI:-}" ] || have mongod || debs="$debs libcurl4"

# What the firmware is built and tested with, where it is.
if [ -n "${FIRMWARE:-}" ] && [ -e firmware/packages.txt ]; then
  for deb in $(sed 's/ *#.*//' firmware/packages.txt); do
    dpkg-query -W -f='${Status}' "$deb" 2>/dev/null | grep -q ' installed$' || debs="$debs $deb"
  done
fi

# Debian starts and enables a service that it installs. The stack runs redis-servers of its own, so this one stays off.
apt_install() {
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
  fi
  export DEBIAN_FRONTEND=noninteractive
  set -- apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@"
  "$@" 2>/dev/null || { apt-get update -q || :; "$@"; } # the lists may be missing or old
  case " $* " in *' redis-server '*) update-rc.d redis-server disable >/dev/null 2>&1 || : ;; esac
}
if [ -n "$debs" ]; then
  have apt-get || fail "missing programs; their Debian packages are:$debs. Install them, then run make again."
  [ "$(id -u)" = 0 ] || fail "missing Debian packages. Run: sudo apt-get install --no-install-recommends$debs
  (and sudo systemctl disable --now redis-server: the stack starts its own), then make again."
  # shellcheck disable=SC2086
  download "$(echo $debs)" apt_install $debs
fi

# --- mongod ------------------------------------------------------------------------------------------------------
if [ -z "${MONGODB_URI:-}" ] && ! have mongod && [ ! -x "$(cat .cache/mongod/path 2>/dev/null)" ]; then
  download 'mongod' node infra/make/fetch-mongod.ts
fi

echo "{\"downloadSeconds\":$total,\"steps\":[$steps]}" >.cache/setup.json
[ $total = 0 ] || say "downloads: $total s"
