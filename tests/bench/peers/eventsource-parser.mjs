// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The usual way from bytes to words in JavaScript: TextDecoder, eventsource-parser, JSON.parse. What it takes
// of each chunk is what our decoder takes. Protocol: tests/bench/peer.h.
//
// usage: node eventsource-parser.mjs FOLDER_OF_NODE_MODULES FILE
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const { createParser } = createRequire(process.argv[2] + '/')('eventsource-parser');
const readBytes = 16 * 1024;
const file = readFileSync(process.argv[3]);
const reads = [];
for (let at = 0; at < file.length; at += readBytes)
    reads.push(file.subarray(at, at + readBytes));

function decode() {
    let text = '';
    let model = '';
    let finish = null;
    let usage = null;
    let isDone = false;
    const parser = createParser({
        onEvent(event) {
            if (event.data === '[DONE]') {
                isDone = true;
                return;
            }
            const chunk = JSON.parse(event.data);
            model = chunk.model;
            usage = chunk.usage ?? usage;
            const choice = chunk.choices[0];
            if (choice) {
                text += choice.delta.content ?? '';
                finish = choice.finish_reason ?? finish;
            }
        },
    });
    const decoder = new TextDecoder();
    for (const read of reads)
        parser.feed(decoder.decode(read, { stream: true }));
    return `${text.length} ${finish} ${usage?.completion_tokens} ${isDone} ${model}`;
}

// The smaller of both clocks: neither the collector's other threads nor other programs count against it.
for await (const line of createInterface({ input: process.stdin })) {
    let result = '';
    const cpu = process.cpuUsage();
    const begin = process.hrtime.bigint();
    for (let count = Number(line); count > 0; --count)
        result = decode();
    const wall = Number(process.hrtime.bigint() - begin) / 1e9;
    const used = process.cpuUsage(cpu);
    console.log(`${Math.min(wall, (used.user + used.system) / 1e6)} ${result}`);
}
