// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording/framelayout.h"
#include "recording/framereader.h"
#include "taplog.h"

#include <QRandomGenerator>
#include <QTest>

using namespace runnel;

namespace {

struct Outcome
{
    QList<Frame> frames;
    FrameReport report;

    QList<QByteArray> payloads() const
    {
        QList<QByteArray> result;
        for (const Frame &frame : frames)
            result.append(frame.payload);
        return result;
    }
};

// Reads @p input in pieces of @p chunkBytes.
Outcome readIn(QByteArrayView input, qsizetype chunkBytes)
{
    Outcome outcome;
    FrameReader reader;
    while (!input.isEmpty()) {
        const qsizetype bytes = std::min(chunkBytes, input.size());
        outcome.frames.append(reader.feed(input.first(bytes)));
        input = input.sliced(bytes);
    }
    outcome.frames.append(reader.finish());
    outcome.report = reader.report();
    return outcome;
}

Outcome readWhole(QByteArrayView input)
{
    return readIn(input, std::max<qsizetype>(input.size(), 1));
}

QByteArray frameOf(QByteArrayView payload, FrameType type = FrameType::Bytes, qint64 milliseconds = 0)
{
    QByteArray out;
    appendFrames(out, type, testTime(milliseconds), payload);
    return out;
}

QByteArray patterned(qsizetype bytes)
{
    QByteArray result(bytes, Qt::Uninitialized);
    QRandomGenerator random(quint32(bytes) + 1);
    for (char &byte : result)
        byte = char(random.bounded(256));
    return result;
}

// A header that claims @p length bytes, with nothing behind it.
QByteArray falseHeader(quint16 length)
{
    QByteArray out(framelayout::magic, framelayout::magicBytes);
    out.append(char(length & 0xff)).append(char(length >> 8));
    return out + QByteArray(9, '\x04');
}

const QList<QByteArray> smallPayloads = {"first", "", "third \xF5RNL third", "4", QByteArray(40, '\0')};

QByteArray smallRecording(QList<qsizetype> *ends = nullptr)
{
    QByteArray out;
    for (const QByteArray &payload : smallPayloads) {
        out += frameOf(payload);
        if (ends)
            ends->append(out.size());
    }
    return out;
}

} // namespace

class FrameReaderTest final : public QObject
{
    Q_OBJECT

private slots:
    void roundTrips_data()
    {
        QTest::addColumn<qsizetype>("payloadBytes");
        for (const qsizetype bytes : {0, 1, 2, 65534, 65535, 65536, 131053, 131054, 131055, 5000000})
            QTest::addRow("%lld", qlonglong(bytes)) << bytes;
    }
    void roundTrips()
    {
        QFETCH(qsizetype, payloadBytes);
        const QByteArray payload = patterned(payloadBytes);
        const QByteArray input = frameOf("before") + frameOf(payload, FrameType::Event, 5) + frameOf("after");
        const Outcome outcome = readIn(input, 1400);
        QCOMPARE(outcome.frames.size(), 3);
        const Frame &frame = outcome.frames.at(1);
        QVERIFY(frame.payload == payload);
        QCOMPARE(frame.type, FrameType::Event);
        QVERIFY(frame.time == testTime(5));
        QCOMPARE(frame.offset, outcome.frames.at(0).endOffset);
        QCOMPARE(frame.endOffset, outcome.frames.at(2).offset);
        QCOMPARE(outcome.frames.at(2).endOffset, input.size());
        QVERIFY(outcome.report.isWhole());
        QCOMPARE(outcome.report.payloadCount, 3);
        QCOMPARE(outcome.report.inputBytes, input.size());
    }

    void extremeTimesAndTypes()
    {
        for (const qint64 count :
            {std::numeric_limits<qint64>::min(), qint64(-1), qint64(0), std::numeric_limits<qint64>::max()}) {
            QByteArray input;
            const UtcTime time{std::chrono::nanoseconds(count)};
            appendFrames(input, FrameType(0x7f), time, "new");
            const Outcome outcome = readWhole(input);
            QCOMPARE(outcome.frames.size(), 1);
            QVERIFY(outcome.frames.constFirst().time == time);
            QCOMPARE(int(outcome.frames.constFirst().type), 0x7f);
        }
    }

    void everyCutKeepsTheWholeFramesBeforeIt()
    {
        QList<qsizetype> ends;
        const QByteArray input = smallRecording(&ends);
        for (qsizetype cut = 0; cut <= input.size(); ++cut) {
            const Outcome outcome = readWhole(QByteArrayView(input).first(cut));
            const auto whole
                = std::count_if(ends.cbegin(), ends.cend(), [=](qsizetype end) { return end <= cut; });
            QCOMPARE(outcome.payloads(), smallPayloads.first(whole));
            const qsizetype begun = whole > 0 ? ends.at(whole - 1) : 0;
            QCOMPARE(outcome.report.cutTailBytes, cut - begun);
            QCOMPARE(outcome.report.skippedBytes, 0);
        }
    }

    void everyDamagedByteCostsItsFrameOnly()
    {
        QList<qsizetype> ends;
        const QByteArray input = smallRecording(&ends);
        for (qsizetype at = 0; at < input.size(); ++at) {
            const auto hit
                = std::count_if(ends.cbegin(), ends.cend(), [=](qsizetype end) { return end <= at; });
            QList<QByteArray> expected = smallPayloads;
            expected.removeAt(hit);
            const qsizetype begin = hit > 0 ? ends.at(hit - 1) : 0;
            for (const int change : {0x01, 0x80, 0xff}) {
                QByteArray damaged = input;
                damaged[at] = char(damaged.at(at) ^ change);
                const Outcome outcome = readWhole(damaged);
                QCOMPARE(outcome.payloads(), expected);
                QCOMPARE(outcome.report.skippedBytes + outcome.report.cutTailBytes, ends.at(hit) - begin);
                QCOMPARE(outcome.report.losses.constFirst().offset, begin);
            }
        }
    }

    void garbageHidesNothing_data()
    {
        QTest::addColumn<QByteArray>("garbage");
        QTest::addRow("text") << QByteArray("not a frame at all");
        QTest::addRow("zeros, as a crash leaves them") << QByteArray(100000, '\0');
        QTest::addRow("random") << patterned(100000);
        QTest::addRow("a magic begun") << QByteArray("\xF5RN");
        QTest::addRow("magics") << QByteArray("\xF5RNL").repeated(1000);
        QTest::addRow("0xF5 only") << QByteArray(1000, '\xF5');
        QTest::addRow("a length beyond the end") << falseHeader(65535);
        QTest::addRow("a length into the next frame") << falseHeader(25);
        QTest::addRow("an empty frame's") << falseHeader(0);
        QTest::addRow("lengths within lengths") << falseHeader(65535) + falseHeader(200) + falseHeader(40);
        QTest::addRow("a cut frame") << frameOf(QByteArray(5000, 'x')).first(3000);
    }
    void garbageHidesNothing()
    {
        QFETCH(QByteArray, garbage);
        QByteArray input = garbage;
        QList<QByteArray> expected;
        // Enough frames that a false length ends among them, and few enough that one ends behind them.
        for (int i = 0; i < 400; ++i) {
            expected.append(QByteArray::number(i));
            input += frameOf(expected.constLast());
            if (i % 100 == 0)
                input += garbage;
        }
        const Outcome outcome = readIn(input, 777);
        QCOMPARE(outcome.payloads(), expected);
        QCOMPARE(outcome.report.skippedBytes, 5 * garbage.size());
        QCOMPARE(outcome.report.losses.size(), 5);
        QCOMPARE(outcome.report.losses.at(0), (FrameLoss{FrameLoss::Kind::Skipped, 0, garbage.size()}));
    }

    void brokenContinuations_data()
    {
        const QByteArray payload = patterned(200000);
        const QByteArray frames = frameOf(payload);
        const qsizetype full = framelayout::maxFrameBytes;
        const QByteArray parts[] = {frames.first(full), frames.sliced(full, full),
            frames.sliced(2 * full, full), frames.sliced(3 * full)};
        const QByteArray otherTime = frameOf(payload, FrameType::Bytes, 1);
        const QByteArray otherType = frameOf(payload, FrameType::Event);
        QByteArray damaged = parts[1];
        damaged[1000] = char(damaged.at(1000) ^ 1);

        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<qint64>("broken");
        QTest::addColumn<qint64>("wholeParts"); // bytes of the whole frames that were of no use
        const QByteArray after = frameOf("after");
        QTest::addRow("head missing")
            << parts[1] + parts[2] + parts[3] + after << 3LL << qint64(2 * full + parts[3].size());
        QTest::addRow("middle missing")
            << parts[0] + parts[2] + parts[3] + after << 3LL << qint64(2 * full + parts[3].size());
        QTest::addRow("middle damaged")
            << parts[0] + damaged + parts[2] + parts[3] + after << 3LL << qint64(2 * full + parts[3].size());
        QTest::addRow("tail missing") << parts[0] + parts[1] + parts[2] + after << 1LL << qint64(3 * full);
        QTest::addRow("a part twice") << parts[0] + parts[1] + parts[1] + parts[2] + parts[3] + after << 4LL
                                      << qint64(4 * full + parts[3].size());
        QTest::addRow("a stranger between") << parts[0] + parts[1] + frameOf("x") + parts[2] + parts[3]
                + after << 3LL << qint64(3 * full + parts[3].size());
        QTest::addRow("another time's part")
            << parts[0] + otherTime.sliced(full) + after << 4LL << qint64(3 * full + parts[3].size());
        QTest::addRow("another type's part")
            << parts[0] + otherType.sliced(full) + after << 4LL << qint64(3 * full + parts[3].size());
        QTest::addRow("at the end") << after + parts[0] << 1LL << qint64(full);
    }
    void brokenContinuations()
    {
        QFETCH(QByteArray, input);
        QFETCH(qint64, broken);
        QFETCH(qint64, wholeParts);
        const Outcome outcome = readIn(input, 10000);
        const QList<QByteArray> payloads = outcome.payloads();
        QVERIFY(payloads.contains("after"));
        for (const QByteArray &payload : payloads)
            QVERIFY2(payload == "after" || payload == "x", "a payload was put together from what was left");
        QCOMPARE(outcome.report.brokenPayloadCount, broken);
        QCOMPARE(outcome.report.brokenPayloadBytes, wholeParts);
        QVERIFY(!outcome.report.isWhole());
    }

    void garbageBetweenPartsLosesNothing()
    {
        const QByteArray payload = patterned(150000);
        QByteArray input = frameOf(payload);
        input.insert(framelayout::maxFrameBytes, "garbage");
        const Outcome outcome = readWhole(input);
        QCOMPARE(outcome.frames.size(), 1);
        QVERIFY(outcome.frames.constFirst().payload == payload);
        QCOMPARE(outcome.report.skippedBytes, 7);
        QCOMPARE(outcome.report.brokenPayloadCount, 0);
    }

    void malformedParts_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::addRow("no header") << QByteArray(7, '\0');
        QTest::addRow("no bytes") << QByteArray::fromHex("0100000000000000");
        QTest::addRow("total 0") << QByteArray::fromHex("0000000000000000aa");
        QTest::addRow("beyond the total") << QByteArray::fromHex("0100000000000000aabb");
        QTest::addRow("over the limit") << QByteArray::fromHex("0100004000000000aa");
        QTest::addRow("place wraps") << QByteArray::fromHex("ffffffffffffffffaa");
    }
    void malformedParts()
    {
        QFETCH(QByteArray, part);
        // The continuation bit is set by hand: 0x84, and the sum made to fit.
        QByteArray frame = frameOf(part, FrameType(0x04));
        frame = withTypeByte(frame, '\x84');
        const Outcome outcome = readWhole(frame + frameOf("after"));
        QCOMPARE(outcome.payloads(), QList<QByteArray>{"after"});
        QCOMPARE(outcome.report.brokenPayloadCount, 1);
        QCOMPARE(outcome.report.brokenPayloadBytes, frame.size());
    }

    void anySplitAgrees()
    {
        QByteArray input = smallRecording() + "garbage" + falseHeader(300) + frameOf(patterned(70000))
            + falseHeader(9000) + smallRecording();
        input[20] = char(input.at(20) ^ 4);
        input.chop(5);
        const Outcome whole = readWhole(input);
        for (const qsizetype chunk : {1, 2, 3, 5, 16, 19, 20, 1000, 65553, 65554, 65555}) {
            const Outcome split = readIn(input, chunk);
            QCOMPARE(split.payloads(), whole.payloads());
            QCOMPARE(split.report.losses, whole.report.losses);
            QCOMPARE(split.report.badChecksumCount, whole.report.badChecksumCount);
            QCOMPARE(split.report.skippedBytes, whole.report.skippedBytes);
            QCOMPARE(split.report.cutTailBytes, whole.report.cutTailBytes);
            QCOMPARE(split.report.brokenPayloadCount, whole.report.brokenPayloadCount);
        }
        for (qsizetype at = 0; at < input.size(); at += 1 + at / 20) {
            FrameReader reader;
            QList<Frame> frames = reader.feed(QByteArrayView(input).first(at));
            frames += reader.feed(QByteArrayView(input).sliced(at));
            frames += reader.finish();
            QCOMPARE((Outcome{frames, {}}.payloads()), whole.payloads());
            QCOMPARE(reader.report().losses, whole.report.losses);
        }
    }

    // 1.3 million headers of 65,535 bytes each: 88 GB, were each summed for itself.
    void falseHeadersCostNoMoreThanTheirBytes()
    {
        const QByteArray header = QByteArray("\xF5RNL\xff\xff", 6);
        QByteArray input = header.repeated(1300000);
        input += frameOf("found");
        const Outcome outcome = readIn(input, 16384);
        QCOMPARE(outcome.payloads(), QList<QByteArray>{"found"});
        QCOMPARE(outcome.report.losses.size(), 1);
    }

    void lossListIsBounded()
    {
        const Outcome outcome = readWhole((QByteArray("x") + frameOf("y")).repeated(1000));
        QCOMPARE(outcome.report.payloadCount, 1000);
        QCOMPARE(outcome.report.skippedBytes, 1000);
        QCOMPARE(outcome.report.losses.size(), 100);
    }

private:
    static QByteArray withTypeByte(const QByteArray &frame, char type);
};

QByteArray FrameReaderTest::withTypeByte(const QByteArray &frame, char type)
{
    QByteArray body = frame.sliced(framelayout::lengthAt);
    body.chop(framelayout::checksumBytes);
    body[framelayout::typeAt - framelayout::lengthAt] = type;
    // CRC-32 bit by bit, apart from the code under test.
    quint32 sum = 0xffffffff;
    for (const char byte : body) {
        sum ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum >> 1) ^ (sum & 1 ? 0xedb88320u : 0u);
    }
    sum = ~sum;
    QByteArray result = frame.first(framelayout::lengthAt) + body;
    for (int shift = 0; shift < 32; shift += 8)
        result.append(char(sum >> shift & 0xff));
    return result;
}

QTEST_GUILESS_MAIN(FrameReaderTest)
#include "tst_framereader.moc"
