// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/framelayout.h"
#include "recording/framereader.h"

#include <cstdlib>

using namespace runnel;

namespace {

struct Outcome
{
    QList<Frame> frames;
    FrameReport report;
};

// @p plan gives the sizes of the pieces, over and over.
Outcome readIn(QByteArrayView input, QByteArrayView plan)
{
    Outcome outcome;
    FrameReader reader;
    qsizetype step = 0;
    while (!input.isEmpty()) {
        const qsizetype wanted
            = plan.isEmpty() ? input.size() : qsizetype(quint8(plan[step++ % plan.size()])) + 1;
        const qsizetype bytes = std::min(wanted, input.size());
        outcome.frames += reader.feed(input.first(bytes));
        input = input.sliced(bytes);
    }
    outcome.frames += reader.finish();
    outcome.report = reader.report();
    return outcome;
}

void check(bool holds)
{
    if (!holds)
        std::abort();
}

void checkSame(const Frame &a, const Frame &b)
{
    check(a.type == b.type && a.time == b.time && a.payload == b.payload);
}

// The fuzzer cannot guess a CRC-32: behind each header that has one, it is made to fit. The last byte of
// the input says of which headers (every nth).
QByteArray withChecksums(QByteArrayView input, int every)
{
    using namespace framelayout;
    QByteArray result;
    const QByteArrayView wanted(magic, magicBytes);
    int count = 0;
    while (!input.isEmpty()) {
        const qsizetype found = input.indexOf(wanted);
        if (found < 0 || input.size() - found < headerBytes || ++count % every != 0) {
            const qsizetype bytes = found < 0 ? input.size() : found + 1;
            result += input.first(bytes);
            input = input.sliced(bytes);
            continue;
        }
        result += input.first(found);
        const char *header = input.data() + found;
        const qsizetype length = std::min<qsizetype>(
            qFromLittleEndian<quint16>(header + lengthAt), input.size() - found - headerBytes);
        const UtcTime time{std::chrono::nanoseconds(qFromLittleEndian<qint64>(header + timeAt))};
        appendFrames(result, FrameType(quint8(header[typeAt]) & ~continuationBit), time,
            QByteArrayView(header + headerBytes, length));
        input = input.sliced(found + headerBytes + length);
    }
    return result;
}

} // namespace

/// Any two chunkings agree, what is delivered survives being written and read again, and every byte of the
/// input is accounted for.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    QByteArrayView bytes(data, qsizetype(size));
    const QByteArrayView plan = bytes.first(std::min<qsizetype>(8, bytes.size()));
    bytes = bytes.sliced(plan.size());
    const int every = plan.isEmpty() ? 1 : quint8(plan.back()) % 4 + 1;
    const QByteArray input = withChecksums(bytes, every);

    const Outcome whole = readIn(input, {});
    const Outcome split = readIn(input, plan);
    check(whole.frames.size() == split.frames.size());
    check(whole.report.losses == split.report.losses);
    check(whole.report.badChecksumCount == split.report.badChecksumCount);

    QByteArray again;
    qint64 end = 0;
    for (qsizetype i = 0; i < whole.frames.size(); ++i) {
        const Frame &frame = whole.frames.at(i);
        checkSame(frame, split.frames.at(i));
        check(frame.offset >= end && frame.endOffset > frame.offset);
        end = frame.endOffset;
        appendFrames(again, frame.type, frame.time, frame.payload);
    }
    check(end <= input.size());
    check(whole.report.inputBytes == input.size());
    check(whole.report.payloadCount == whole.frames.size());
    check(whole.report.skippedBytes + whole.report.cutTailBytes <= input.size());

    const Outcome rewritten = readIn(again, plan);
    check(rewritten.report.isWhole() && rewritten.frames.size() == whole.frames.size());
    for (qsizetype i = 0; i < whole.frames.size(); ++i)
        checkSame(rewritten.frames.at(i), whole.frames.at(i));
    return 0;
}
