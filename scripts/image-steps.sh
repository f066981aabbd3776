#!/usr/bin/env bash
# Does the Dockerfile's steps one by one in a temporary folder, for machines without a Docker engine, then runs the program and the App
# from what the image would hold, as a user who is not root. The steps are read from the Dockerfile, so that they cannot go stale.
# Node.js is the one at hand. KRA_IMAGE_KEEP=1 keeps the folder and names it.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
dockerfile=$project/Dockerfile
work=$(mktemp -d)
chmod 755 "$work"
pid=''
clean() {
  [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  if [[ -n "${KRA_IMAGE_KEEP:-}" ]]; then echo "image-steps: kept in $work"; else rm -rf "$work"; fi
}
trap clean EXIT

fail() { echo "image-steps: $*" >&2; exit 1; }

# The context is what .dockerignore lets through: `*`, then what is allowed after all.
context=$work/context
make_context() {
  mkdir "$context"
  local line found_star=''
  while IFS= read -r line; do
    case $line in
      '' | '#'*) ;;
      '*') found_star=1 ;;
      '!'*)
        [[ -n $found_star ]] || fail ".dockerignore: \`*\` has to come first"
        (cd "$project" && cp -r --parents -- "${line#!}" "$context/") ;;
      *) fail ".dockerignore: only \`*\` and lines with \`!\` are understood here, not \`$line\`" ;;
    esac
  done <"$project/.dockerignore"
}

# State of the stage that is being built. Its root is a folder; absolute paths of the image are below it.
declare -A stages=() variables=()
root='' folder=/ user=root command='' health='' stage_count=0

from_step() {
  stage_count=$((stage_count + 1))
  root=$work/stage$stage_count folder=/ user=root command='' health=''
  variables=()
  mkdir "$root"
  [[ ${2:-} == AS ]] && stages[$3]=$root
  return 0
}

# A path of the image as a path of this machine.
inside() { [[ $1 == /* ]] && echo "$root$1" || echo "$root$folder/$1"; }

copy_step() {
  local from=$context owner='' sources=() source target
  while [[ ${1:-} == --* ]]; do
    case $1 in
      --from=*) from=${stages[${1#--from=}]:-}; [[ -n $from ]] || fail "COPY $1: there is no such stage" ;;
      --chown=*) owner=${1#--chown=} ;;
      *) fail "COPY $1 is not understood here" ;;
    esac
    shift
  done
  sources=("${@:1:$#-1}") target=${!#}
  [[ $target == . || $target == ./ || $target == */ ]] && mkdir -p "$(inside "$target")"
  for source in "${sources[@]}"; do
    [[ -e $from/$source ]] || fail "COPY: $source is not there (see .dockerignore)"
    if [[ -d $from/$source ]]; then
      mkdir -p "$(inside "$target")"
      cp -a "$from/$source/." "$(inside "$target")/"
    else
      cp -a "$from/$source" "$(inside "$target")"
    fi
  done
  [[ -z $owner || $(id -u) -ne 0 ]] || chown -R 1000:1000 "$(inside "$target")"
}

run_step() {
  [[ $1 =~ (^|[[:space:]])/ ]] && fail "RUN with an absolute path would reach this machine: $1"
  local assignments=() name
  for name in "${!variables[@]}"; do assignments+=("$name=${variables[$name]}"); done
  (cd "$(inside .)" && env ${assignments[@]+"${assignments[@]}"} sh -ec "$1") || fail "failed: RUN $1"
}

env_step() {
  local pair
  for pair in "$@"; do variables[${pair%%=*}]=${pair#*=}; done
}

step() {
  local keyword=${1%%[[:space:]]*} rest=${1#*[[:space:]]} words
  read -ra words <<<"$rest"
  echo "image-steps: ${1:0:100}"
  case $keyword in
    FROM) from_step "${words[@]}" ;;
    WORKDIR) folder=$rest; mkdir -p "$root$rest" ;;
    COPY) copy_step "${words[@]}" ;;
    RUN) run_step "$rest" ;;
    ENV) env_step "${words[@]}" ;;
    USER) user=$rest ;;
    CMD) command=$rest ;;
    HEALTHCHECK) health=${rest#* CMD } ;;
    LABEL | EXPOSE | VOLUME) ;;
    *) fail "$keyword is not understood here" ;;
  esac
}

do_steps() {
  local line whole=''
  while IFS= read -r line || [[ -n $line ]]; do
    [[ $line =~ ^[[:space:]]*(#|$) ]] && continue
    if [[ $line == *\\ ]]; then whole+="${line%\\} "; continue; fi
    step "$whole$line"
    whole=''
  done <"$dockerfile"
}

# The words of a JSON array, one a line.
words_of() { node -e 'JSON.parse(process.argv[1]).forEach((word) => console.log(word))' "$1"; }

# A command in the image's folder, with its variables and then those in `extra`, as its user where this one is root.
extra=()
in_image() {
  local assignments=() as=() name
  for name in "${!variables[@]}"; do
    case ${variables[$name]} in
      /*) assignments+=("$name=$root${variables[$name]}") ;;
      *) assignments+=("$name=${variables[$name]}") ;;
    esac
  done
  # as with --cap-drop ALL and no-new-privileges
  if [[ $(id -u) -eq 0 ]]; then
    as=(setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all)
  fi
  cd "$(inside .)"
  exec env -i PATH="$PATH" HOME=/nonexistent "${assignments[@]}" ${extra[@]+"${extra[@]}"} ${as[@]+"${as[@]}"} "$@"
}

make_context
do_steps
[[ $user != root ]] || fail 'the image would run as root'
[[ -n $command && -n $health ]] || fail 'the image has no CMD or no HEALTHCHECK'
[[ ! -e $(inside node_modules/typescript) ]] || fail 'development dependencies are left'
mapfile -t serve < <(words_of "$command")
mapfile -t check < <(words_of "$health")
program=("${serve[@]:0:${#serve[@]}-1}")

(in_image "${program[@]}" --version) >"$work/version"
[[ $(cat "$work/version") == "kernel-rust-audit $(node -p 'require(process.argv[1]).version' "$project/package.json")" ]] ||
  fail "unexpected version: $(cat "$work/version")"

# The example has faults: status 1, and lines that name them. Anything on standard error would be a warning.
status=0
cp -r "$project/examples" "$work/examples"
(in_image "${program[@]}" review "$work/examples/ring-driver/series" --tree "$work/examples/ring-driver/tree" --format terse) \
  >"$work/review" 2>"$work/trouble" || status=$?
[[ $status -eq 1 && -s $work/review && ! -s $work/trouble ]] ||
  fail "the review ended with $status: $(head -c 2000 "$work/trouble")"

# The App itself, with credentials of nobody and a GitHub that is not there: ready, healthy, and gone when it is asked to go.
node -e 'const { privateKey } = require("crypto").generateKeyPairSync("rsa", { modulusLength: 2048 });
  console.log(privateKey.export({ type: "pkcs1", format: "pem" }).replaceAll("\n", "\\n").trim())' >"$work/key"
port=$(node -e 'const server = require("net").createServer().listen(0, "127.0.0.1", () => {
  console.log(server.address().port); server.close(); })')
extra=(APP_ID=1 PRIVATE_KEY="$(cat "$work/key")" WEBHOOK_SECRET="$(node -p 'crypto.randomBytes(32).toString("hex")')"
  GHE_HOST=127.0.0.1:49151 GHE_PROTOCOL=http HOST=127.0.0.1 PORT="$port")
mkfifo "$work/lines"
(in_image "${serve[@]}") >"$work/lines" 2>"$work/trouble" &
pid=$!
exec 3<"$work/lines"
# The log comes by the same way, as lines of JSON.
shields=''
while read -r -t 30 ready <&3 || fail "the App does not start: $(head -c 2000 "$work/trouble")"; do
  [[ $ready == '{'* ]] || break
  [[ $ready != *'"the guards of the analysis process"'* ]] || shields=$(node -p 'JSON.parse(process.argv[1]).shields.join()' "$ready")
done
cat <&3 >/dev/null &
[[ $ready == *': ready'* ]] || fail "the App says: $ready"
# Without rights the shields are those of docs/operating.md; the network's depends on the kernel and the container around.
expected=permissions,privileges
! (in_image /usr/bin/unshare --net --user --map-current-user true) 2>/dev/null || expected=network,$expected
[[ $shields == "$expected" ]] || fail "hostile text is read behind $shields, not $expected"
(in_image "${check[@]}") || fail 'the health check fails'
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
pid=''
[[ $status -eq 0 ]] || fail "the App ended with $status after SIGTERM: $(head -c 2000 "$work/trouble")"
! (in_image "${check[@]}") || fail 'the health check passes although nothing runs'

if [[ $(id -u) -eq 0 ]]; then
  setpriv --reuid=1000 --regid=1000 --clear-groups test -w "$root/data" || fail 'the data folder cannot be written'
  ! setpriv --reuid=1000 --regid=1000 --clear-groups test -w "$(inside dist)" || fail 'the program can be written'
fi
echo "image-steps: done; $(du -sm --exclude=data "$root" | cut -f1) MB besides the base image"
