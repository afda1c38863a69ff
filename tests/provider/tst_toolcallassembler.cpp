// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/toolcallassembler.h"

#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

struct Row
{
    const char *name;
    QList<WireToolCall> pieces;
    QStringList calls; ///< "id name arguments", by ordinal
};

QList<Row> rows()
{
    return {
        {"one, in pieces", {{0, u"a"_s, u"f"_s, u"{"_s}, {0, {}, {}, u"}"_s}}, {u"a f {}"_s}},
        {"two, interleaved",
            {{0, u"a"_s, u"f"_s, {}}, {1, u"b"_s, u"g"_s, {}}, {0, {}, {}, u"1"_s}, {1, {}, {}, u"2"_s}},
            {u"a f 1"_s, u"b g 2"_s}},
        {"Ollama: index 0 for all",
            {{0, u"a"_s, u"f"_s, u"1"_s}, {0, u"b"_s, u"g"_s, u"2"_s}, {0, {}, {}, u"3"_s}},
            {u"a f 1"_s, u"b g 23"_s}},
        {"no index", {{{}, u"a"_s, u"f"_s, u"1"_s}, {{}, {}, {}, u"2"_s}, {{}, u"b"_s, u"g"_s, u"3"_s}},
            {u"a f 12"_s, u"b g 3"_s}},
        {"neither index nor id", {{{}, {}, u"f"_s, u"1"_s}, {{}, {}, {}, u"2"_s}}, {u" f 12"_s}},
        {"name and id repeated", {{0, u"a"_s, u"f"_s, u"1"_s}, {0, u"a"_s, u"f"_s, u"2"_s}}, {u"a f 12"_s}},
        {"the id comes later", {{0, {}, u"f"_s, u"1"_s}, {0, u"a"_s, {}, u"2"_s}}, {u"a f 12"_s}},
        {"indexes with gaps", {{7, u"a"_s, u"f"_s, {}}, {3, u"b"_s, u"g"_s, {}}}, {u"a f "_s, u"b g "_s}},
        {"a known id without its index", {{0, u"a"_s, u"f"_s, u"1"_s}, {{}, u"a"_s, {}, u"2"_s}},
            {u"a f 12"_s}},
    };
}

} // namespace

Q_DECLARE_METATYPE(Row)

class ToolCallAssemblerTest final : public QObject
{
    Q_OBJECT

private slots:
    void calls_data()
    {
        QTest::addColumn<Row>("row");
        for (const Row &row : rows())
            QTest::addRow("%s", row.name) << row;
    }

    void calls()
    {
        QFETCH(Row, row);
        ToolCallAssembler assembler;
        QVERIFY(assembler.isEmpty());
        QList<ToolCallDelta> calls;
        for (const WireToolCall &piece : std::as_const(row.pieces)) {
            const ToolCallDelta delta = assembler.add(piece);
            QVERIFY(delta.ordinal <= calls.size()); // counts from 0, without gaps
            if (delta.ordinal == calls.size())
                calls.append(ToolCallDelta());
            ToolCallDelta &call = calls[delta.ordinal];
            QVERIFY(delta.id.isEmpty() || call.id.isEmpty()); // whole, and once
            QVERIFY(delta.name.isEmpty() || call.name.isEmpty());
            call.id += delta.id;
            call.name += delta.name;
            call.argumentsTail += delta.argumentsTail;
        }
        QStringList seen;
        for (const ToolCallDelta &call : std::as_const(calls))
            seen.append(call.id + u' ' + call.name + u' ' + call.argumentsTail);
        QCOMPARE(seen, row.calls);
        QVERIFY(!assembler.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ToolCallAssemblerTest)
#include "tst_toolcallassembler.moc"
