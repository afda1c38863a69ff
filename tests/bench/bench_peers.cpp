// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/corpus.h"
#include "bench/peer.h"
#include "bench/rooms.h"
#include "provider/replystreamdecoder.h"

#include <QTemporaryFile>

namespace runnel::bench {

namespace {

constexpr qsizetype readBytes = 16 * 1024;
constexpr int roundCount = 7;
constexpr double minRoundSeconds = 0.1;

/// What the peer has to find as well.
QByteArray decode(const QByteArray &reply)
{
    ReplyStreamDecoder decoder(Dialect::OpenAiChat, "text/event-stream");
    QString text;
    forEachRead(reply, readBytes, [&](QByteArrayView read) {
        QList<ReplyDelta> deltas;
        decoder.feed(read, deltas);
        for (const ReplyDelta &delta : std::as_const(deltas))
            text += delta.text;
    });
    const ReplyOutcome &outcome = decoder.outcome();
    return QByteArray::number(text.size())
        + (outcome.finishReason == FinishReason::Stop ? " stop " : " null ")
        + QByteArray::number(outcome.usage.outputTokens.value_or(0))
        + (outcome.isComplete ? " true " : " false ") + outcome.model.toUtf8();
}

/// How many passes fill a round; warms up whatever compiles as it runs.
qint64 passCountFor(const std::function<double(qint64)> &secondsFor)
{
    qint64 count = 1;
    while (secondsFor(count) < minRoundSeconds)
        count *= 2;
    return count;
}

} // namespace

void benchmarkPeers(Benchmark &benchmark, const QStringList &peerCommand)
{
    const QByteArray name = "peers/eventsource-parser";
    if (peerCommand.isEmpty() || !benchmark.wants(name))
        return;
    const QByteArray reply = chatReply(1024 * 1024);
    QTemporaryFile file;
    if (!file.open() || file.write(reply) != reply.size() || !file.flush())
        qFatal("cannot write in the directory for temporary files");
    const QByteArray expected = decode(reply);
    Peer peer(peerCommand, file.fileName());

    const auto ours = [&](qint64 count) { return cpuSeconds([&] { keep(decode(reply).size()); }, count); };
    const auto theirs = [&](qint64 count) { return peer.secondsFor(count, expected); };
    const qint64 ourCount = passCountFor(ours);
    const qint64 theirCount = passCountFor(theirs);
    QList<double> values;
    QList<double> references;
    QList<double> ratios;
    for (int round = 0; round < roundCount; ++round) {
        const double gigabytes = double(reply.size()) / 1e9;
        values.append(gigabytes * double(ourCount) / ours(ourCount));
        references.append(gigabytes * double(theirCount) / theirs(theirCount));
        ratios.append(values.last() / references.last());
    }
    benchmark.report({.name = name,
        .unit = "GB/s",
        .value = median(values),
        .reference = median(references),
        .ratio = median(ratios),
        .budget = {}});
}

} // namespace runnel::bench
