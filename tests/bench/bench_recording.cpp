// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"
#include "recording/framereader.h"
#include "recording/replyjournal.h"

#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <unistd.h>

namespace runnel::bench {

namespace {

constexpr int deltaCount = 1000;
constexpr qsizetype deltaBytes = 61; // with its frame 80, as the design reckons

// Both files grow alike and are never synced, so that the medium does not come into it.
void benchmarkJournal(Benchmark &benchmark)
{
    const QTemporaryDir directory;
    auto created = ReplyJournal::create(directory.filePath(QStringLiteral("reply.journal")));
    const QByteArray plainName = QFile::encodeName(directory.filePath(QStringLiteral("plain")));
    const FileDescriptor plain(::open(plainName.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!created || !plain.isOpen())
        qFatal("cannot write in the directory for temporary files");
    ReplyJournal &journal = *created.value();

    const QByteArray delta(deltaBytes, 'x');
    const QByteArray frame(deltaBytes + 19, 'x');
    const auto appending = [&] {
        for (int i = 0; i < deltaCount; ++i) {
            if (!journal.append(delta))
                qFatal("the journal cannot be written");
            keep(journal.syncDelay());
        }
    };
    const auto writing = [&] {
        for (int i = 0; i < deltaCount; ++i) {
            if (::write(plain.get(), frame.constData(), size_t(frame.size())) != frame.size())
                qFatal("the file cannot be written");
        }
    };
    benchmark.compare({.name = "recording/journal/80B-to-write",
        .unit = "us",
        .quantity = Comparison::Quantity::Cost,
        .amount = deltaCount / 1e6,
        .subject = appending,
        .referenceAmount = deltaCount / 1e6,
        .reference = writing});
}

void benchmarkReader(Benchmark &benchmark)
{
    QByteArray input;
    while (input.size() < 4 * 1024 * 1024)
        appendFrames(input, FrameType::Bytes, UtcTime(), QByteArray(1400, 'x'));
    benchmark.compare({.name = "recording/reader/1400B",
        .unit = "GB/s",
        .quantity = Comparison::Quantity::Rate,
        .amount = double(input.size()) / 1e9,
        .subject =
            [&] {
                FrameReader reader;
                keep(reader.feed(input).size());
            },
        .reference = {}});
}

} // namespace

void benchmarkRecording(Benchmark &benchmark)
{
    benchmarkJournal(benchmark);
    benchmarkReader(benchmark);
}

} // namespace runnel::bench
