// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/eventstreamwriter.h"
#include "sse/parsedstream.h"
#include "sse/referenceparser.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace runnel;
using namespace runnel::test;

namespace {

// Streams made of what the specification speaks of, put together without regard to what makes sense.
class StreamGenerator final
{
public:
    explicit StreamGenerator(quint32 seed) : m_random(seed) { }

    qsizetype below(qsizetype bound) { return qsizetype(m_random.bounded(qint64(bound))); }

    template <typename T, size_t count> const T &oneOf(const T (&list)[count])
    {
        return list[below(qsizetype(count))];
    }

    QByteArray stream()
    {
        static constexpr const char *starts[]
            = {"", "", "\xEF\xBB\xBF", "\xEF\xBB", "\xEF", "\xEF\xBB\xBF\xEF\xBB\xBF"};
        static constexpr const char *lineEnds[] = {"\n", "\r", "\r\n"};
        QByteArray bytes = oneOf(starts);
        const bool isMixed = below(2) == 0;
        const char *only = oneOf(lineEnds);
        for (qsizetype count = below(24); count > 0; --count) {
            if (below(3) != 0)
                bytes += line();
            bytes += isMixed ? oneOf(lineEnds) : only;
        }
        if (below(3) == 0)
            bytes += line();
        return bytes;
    }

    QByteArray value()
    {
        static const QByteArray pieces[] = {"a", " ", ":", "7", "0", "\t", "wörter", "流", "\xF0\x9F\x8C\x8A",
            QByteArray("\0", 1), "\xC0\x80", "\xC0\x8A", "\xE0\x80\x8D", "\xED\xA0\xBD", "\xF4\x90\x80\x80",
            "\x80", "\xE6\xB5", "\xF0\x9F\x8C", "\xFF", "\xE2\x80\xA8", "\xC2\x85", "\v\f\x1C\x1D\x1E",
            "\xEF\xBB\xBF", "data", "retry", QByteArray(70, 'x')};
        QByteArray bytes;
        for (qsizetype count = below(6); count > 0; --count)
            bytes += oneOf(pieces);
        return bytes;
    }

    QList<qsizetype> cuts(qsizetype size)
    {
        QList<qsizetype> cuts;
        for (qsizetype count = below(8); count > 0; --count)
            cuts.append(below(size + 1)); // also empty parts
        std::ranges::sort(cuts);
        return cuts;
    }

private:
    QByteArray line()
    {
        static constexpr const char *names[]
            = {"data", "data", "data", "event", "id", "retry", "", "Data", "dat", "datax", "events",
                "\xEF\xBB\xBF"
                "data",
                "data ", " data", "i", "retr\xC3"};
        static constexpr const char *numbers[]
            = {"0", "007", "3000", "18446744073709551616", "-1", "1e3", "12a"};
        const QByteArray name = oneOf(names);
        const qsizetype kind = below(8);
        if (kind == 0)
            return name.isEmpty() ? QByteArray("x") : name;
        const QByteArray text = name == "retry" && below(2) == 0 ? QByteArray(oneOf(numbers)) : value();
        return name + (kind < 4 ? ":" : ": ") + text;
    }

    QRandomGenerator m_random;
};

} // namespace

/// The specification's rules over generated streams; the seeds are fixed, so that a failure comes again.
class EventStreamPropertiesTest final : public QObject
{
    Q_OBJECT

private slots:
    void equalsReference_data() { addSeeds(); }
    void equalsReference()
    {
        QFETCH(quint32, seed);
        StreamGenerator generator(seed);
        for (int i = 0; i < streamCount; ++i) {
            const QByteArray bytes = generator.stream();
            const ParsedStream expected = referenceParse(bytes);
            QCOMPARE(parseCut(bytes, {}), expected);
            QCOMPARE(parseCut(bytes, cutsEverywhere(bytes.size())), expected);
            QCOMPARE(parseCut(bytes, generator.cuts(bytes.size())), expected);
        }
    }

    // The lenient end is an empty line that was never sent.
    void flushEqualsBlankLine_data() { addSeeds(); }
    void flushEqualsBlankLine()
    {
        QFETCH(quint32, seed);
        StreamGenerator generator(seed);
        for (int i = 0; i < streamCount; ++i) {
            const QByteArray bytes = generator.stream();
            const ParsedStream expected = referenceParse(bytes + "\n\n");
            QCOMPARE(parseCut(bytes, generator.cuts(bytes.size()), StreamEnd::Lenient), expected);
        }
    }

    // Under a small limit events come to the same point, wherever the stream is cut, and are a beginning of
    // those that come without one.
    void overflowsAtTheSameByte_data() { addSeeds(); }
    void overflowsAtTheSameByte()
    {
        QFETCH(quint32, seed);
        StreamGenerator generator(seed);
        int overflowCount = 0;
        for (int i = 0; i < streamCount; ++i) {
            const QByteArray bytes = generator.stream();
            const qsizetype limit = generator.below(40);
            const ParsedStream whole = parseCut(bytes, {}, StreamEnd::Strict, limit);
            QCOMPARE(parseCut(bytes, cutsEverywhere(bytes.size()), StreamEnd::Strict, limit), whole);
            QCOMPARE(parseCut(bytes, generator.cuts(bytes.size()), StreamEnd::Strict, limit), whole);
            const ParsedStream unlimited = referenceParse(bytes);
            QCOMPARE(whole.events, unlimited.events.first(whole.events.size()));
            if (!whole.overflowed)
                QCOMPARE(whole, unlimited);
            overflowCount += whole.overflowed;
        }
        QVERIFY(overflowCount > streamCount / 10);
        QVERIFY(overflowCount < streamCount);
    }

    void writtenComesBack_data() { addSeeds(); }
    void writtenComesBack()
    {
        QFETCH(quint32, seed);
        StreamGenerator generator(seed);
        for (int i = 0; i < streamCount; ++i) {
            EventStreamWriter writer;
            QList<KeptEvent> expected;
            QByteArray id;
            for (qsizetype count = generator.below(5); count > 0; --count) {
                const QByteArray data
                    = text(generator) + "\r\n" + text(generator) + '\r' + text(generator) + '\n';
                const QByteArray type = text(generator);
                const bool hasId = generator.below(2) == 0;
                if (hasId)
                    id = text(generator);
                if (generator.below(3) == 0)
                    writer.writeComment(data);
                QVERIFY(writer.writeEvent(
                    {data, type, hasId ? std::optional<QByteArrayView>(id) : std::nullopt}));
                expected.append({type.isEmpty() ? QByteArray("message") : type,
                    QByteArray(data).replace("\r\n", "\n").replace('\r', '\n'), id});
            }
            const QByteArray bytes = writer.takeBytes();
            QCOMPARE(parseCut(bytes, generator.cuts(bytes.size())).events, expected);
        }
    }

private:
    static void addSeeds()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    static constexpr int streamCount = 400;

    // A line of valid UTF-8 without NUL.
    static QByteArray text(StreamGenerator &generator)
    {
        return utf8Encode(utf8Decode(generator.value())).replace('\0', QByteArrayView("0"));
    }
};

QTEST_GUILESS_MAIN(EventStreamPropertiesTest)
#include "tst_eventstreamproperties.moc"
