// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"
#include "markup/blockparser.h"

#include <algorithm>

namespace runnel::bench {

namespace {

constexpr qsizetype tokenLength = 4;

struct Size
{
    const char *name;
    qsizetype tokenCount;
};
constexpr Size sizes[] = {{"1k", 1000}, {"50k", 50'000}, {"500k", 500'000}};

struct Kind
{
    const char *name;
    QString head;
    QStringList pieces; // over and over
};

const QList<Kind> &kinds()
{
    static const QString words
        = QStringLiteral("Streams arrive **in pieces** of any size, and `each` is shown. ");
    static const QList<Kind> list{
        {"mixed", {},
            {QStringLiteral("## A heading\n\n"), words + words + QStringLiteral("\n\n"),
                QStringLiteral(
                    "- an item with *words*\n- another [link](https://example.org/a)\n  - below\n\n"),
                QStringLiteral("```cpp\nint main()\n{\n    return 0; // nothing\n}\n```\n\n"),
                words + words + words,
                QStringLiteral(
                    "\n\n| name | value |\n|---|--:|\n| a | 1 |\n| b | `2` |\n\n> quoted words\n\n")}},
        {"list", {}, {QStringLiteral("- an item with **some** words in it\n")}},
        {"table", QStringLiteral("| a | b | c |\n|---|---|---|\n"),
            {QStringLiteral("| cell with words | `code` | 12.5 |\n")}},
        {"paragraph", {}, {words}},
        {"loose-paragraph", QStringLiteral("*never closed "), {words}},
        {"code", QStringLiteral("```cpp\n"),
            {QStringLiteral("    const int value = compute(argument, 42);\n")}},
    };
    return list;
}

QString textOf(const Kind &kind, qsizetype length)
{
    QString text = kind.head;
    for (qsizetype i = 0; text.size() < length; ++i)
        text += kind.pieces.at(i % kind.pieces.size());
    return text.first(length);
}

// One token at a time, each with its changes.
void stream(const QString &text)
{
    BlockParser parser;
    for (qsizetype at = 0; at < text.size(); at += tokenLength)
        keep(parser.append(QStringView(text).sliced(at, std::min(tokenLength, text.size() - at))).size());
}

} // namespace

void benchmarkMarkup(Benchmark &benchmark)
{
    for (const Kind &kind : kinds()) {
        const QString small = textOf(kind, sizes[0].tokenCount * tokenLength);
        for (const Size &size : sizes) {
            const QByteArray name = QByteArray("markup/token/") + kind.name + '/' + size.name;
            if (!benchmark.wants(name))
                continue;
            const QString text = textOf(kind, size.tokenCount * tokenLength);
            // The reference is the same at 1,000 tokens: what one more token costs beside what it cost there.
            benchmark.compare({.name = name,
                .unit = "ns",
                .quantity = Comparison::Quantity::Cost,
                .amount = double(size.tokenCount) / 1e9,
                .subject = [&] { stream(text); },
                .referenceAmount = double(sizes[0].tokenCount) / 1e9,
                .reference = [&] { stream(small); }});
        }
    }
    const QString text = textOf(kinds().first(), 2'000'000);
    benchmark.compare({.name = "markup/whole/mixed",
        .unit = "MB/s",
        .quantity = Comparison::Quantity::Rate,
        .amount = double(text.size()) / 1e6,
        .subject = [&] { keep(BlockParser::parse(text).size()); },
        .reference = {}});
}

} // namespace runnel::bench
