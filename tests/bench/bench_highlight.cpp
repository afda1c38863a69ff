// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchmark.h"
#include "bench/rooms.h"
#include "markup/languagecatalog.h"
#include "markup/linelexer.h"

#include <QFile>

#include <cstring>

namespace runnel::bench {

namespace {

constexpr qsizetype corpusUnits = 256 * 1024;

// The sample of a language, over and over, as lines; a line's characters are its bytes but for a few.
QStringList corpusOf(const QString &id)
{
    QFile file(QStringLiteral(RUNNEL_TEST_DATA "/highlight/%1.txt").arg(id));
    QStringList sample;
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith('|'))
                sample << QString::fromUtf8(line.sliced(1));
        }
    }
    QStringList lines;
    for (qsizetype units = 0; units < corpusUnits && !sample.isEmpty();) {
        lines += sample;
        lines += QString();
        for (const QString &line : sample)
            units += line.size() + 1;
    }
    return lines;
}

// Finds the line ends in the same text as bytes: what any program that shows it does at least.
std::function<void()> scanning(const QByteArray &bytes)
{
    return [bytes] {
        qsizetype lineCount = 0;
        const char *at = bytes.data();
        const char *end = at + bytes.size();
        while (const void *found = std::memchr(at, '\n', size_t(end - at))) {
            at = static_cast<const char *>(found) + 1;
            ++lineCount;
        }
        keep(lineCount);
    };
}

void measureLexer(Benchmark &benchmark, LanguageCatalog &catalog, const QString &id)
{
    const QByteArray name = "highlight/" + id.toLatin1();
    if (!benchmark.wants(name))
        return;
    const LineLexer lexer(catalog.definition(id).takeValue());
    const QStringList lines = corpusOf(id);
    const QByteArray bytes = lines.join(u'\n').toUtf8() + '\n';
    Comparison comparison;
    comparison.name = name;
    comparison.unit = "MB/s";
    comparison.amount = double(bytes.size()) / 1e6;
    comparison.referenceAmount = comparison.amount;
    comparison.subject = [&] {
        LineState state;
        QList<CodeToken> tokens;
        qsizetype count = 0;
        for (const QString &line : lines) {
            if (line.isNull())
                state = {}; // the sample begins again: some end in what only the end of the text ends
            state = lexer.lex(line, state, tokens);
            count += tokens.size();
        }
        keep(count);
    };
    comparison.reference = scanning(bytes);
    benchmark.compare(comparison);
}

// One line of the same characters, long and short: what a unit costs must not grow with the line.
void compareLineLengths(Benchmark &benchmark, LanguageCatalog &catalog)
{
    for (const char *const id : {"cpp", "html", "bash", "yaml"}) {
        const QByteArray name = QByteArray("highlight-line/") + id + "/1MB-to-10KB";
        if (!benchmark.wants(name))
            continue;
        const LineLexer lexer(catalog.definition(QString::fromLatin1(id)).takeValue());
        const QString piece = QStringLiteral("\"a \\\"b\" /* {[( 'x' a: <b c=d> ${e} f(g) 1.5 # ");
        const auto lexing = [&lexer](const QString &line) {
            return [&lexer, line] {
                QList<CodeToken> tokens;
                keep(lexer.lex(line, {}, tokens).isBeginning());
            };
        };
        const QString lines[]
            = {piece.repeated(1'000'000 / piece.size()), piece.repeated(10'000 / piece.size())};
        Comparison comparison;
        comparison.name = name;
        comparison.unit = "ns/unit";
        comparison.quantity = Comparison::Quantity::Cost;
        comparison.amount = double(lines[0].size()) * 1e-9;
        comparison.referenceAmount = double(lines[1].size()) * 1e-9;
        comparison.subject = lexing(lines[0]);
        comparison.reference = lexing(lines[1]);
        benchmark.compare(comparison);
    }
}

} // namespace

void benchmarkHighlight(Benchmark &benchmark)
{
    Result<LanguageCatalog> built = LanguageCatalog::builtIn();
    if (!built)
        return;
    LanguageCatalog catalog = built.takeValue();
    for (const QString &id : catalog.ids())
        measureLexer(benchmark, catalog, id);
    compareLineLengths(benchmark, catalog);

    Comparison reading;
    reading.name = "languages/read";
    reading.unit = "ms";
    reading.quantity = Comparison::Quantity::Cost;
    reading.amount = 1e-3;
    reading.subject = [] { keep(LanguageCatalog::builtIn().isOk()); };
    benchmark.compare(reading);

    // The dearest: its guests are compiled with it.
    Comparison compiling = reading;
    compiling.name = "languages/read-and-compile-vue";
    compiling.subject = [] {
        LanguageCatalog fresh = LanguageCatalog::builtIn().takeValue();
        keep(fresh.definition(QStringLiteral("vue")).isOk());
    };
    benchmark.compare(compiling);
}

} // namespace runnel::bench
