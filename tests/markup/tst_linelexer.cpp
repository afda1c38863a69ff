// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/codesample.h"
#include "markup/languagecatalog.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace runnel;

namespace {

QString sampleText(const QString &id)
{
    QFile file(QStringLiteral(RUNNEL_TEST_DATA "/highlight/%1.txt").arg(id));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

struct LexedLine
{
    LineState after;
    QList<CodeToken> tokens;
};

LexedLine lexed(const LineLexer &lexer, QStringView line, const LineState &state = {})
{
    LexedLine made;
    made.after = lexer.lex(line, state, made.tokens);
    return made;
}

// In order, apart, within the line, none empty or plain.
bool isSound(const QList<CodeToken> &tokens, qsizetype units)
{
    qsizetype end = 0;
    for (const CodeToken &token : tokens) {
        if (token.offset < end || token.length <= 0 || token.tokenClass == TokenClass::Plain)
            return false;
        end = token.end();
    }
    return end <= units;
}

} // namespace

class LineLexerTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        Result<LanguageCatalog> built = LanguageCatalog::builtIn();
        QVERIFY2(built, built ? "" : qPrintable(built.error().message));
        m_catalog = built.takeValue();
    }

    void samples_data() { addLanguages(); }

    // A sample that differs says how a language changed: read it, then keep what annotatesample prints.
    void samples()
    {
        QFETCH(QString, id);
        const QString expected = sampleText(id);
        const QStringList source = sampleSource(expected);
        const qsizetype meaningful
            = std::count_if(source.begin(), source.end(), [](const QString &s) { return !s.isEmpty(); });
        QVERIFY2(meaningful >= 25, qPrintable(QStringLiteral("%1 lines").arg(meaningful)));
        const QStringList actualLines = annotated(lexer(id), source).split(u'\n');
        const QStringList expectedLines = expected.split(u'\n');
        for (qsizetype i = 1; i < std::min(actualLines.size(), expectedLines.size()); i += 2) {
            QVERIFY2(actualLines[i] == expectedLines[i],
                qPrintable(QStringLiteral("line %1\n%2\n%3 expected\n%4 actual")
                               .arg(i / 2 + 1)
                               .arg(expectedLines[i - 1], expectedLines[i], actualLines[i])));
        }
        QCOMPARE(actualLines.size(), expectedLines.size());
    }

    void everySampleHasItsLanguage()
    {
        QStringList samples = QDir(QStringLiteral(RUNNEL_TEST_DATA "/highlight")).entryList(QDir::Files);
        samples.replaceInStrings(QStringLiteral(".txt"), QString());
        QCOMPARE(samples, m_catalog.ids());
    }

    void tokensAreSound_data() { addLanguages(); }

    // Each language over the sample of every other: far from what it expects.
    void tokensAreSound()
    {
        QFETCH(QString, id);
        const LineLexer subject = lexer(id);
        for (const QString &other : m_catalog.ids()) {
            LineState state;
            QList<CodeToken> tokens;
            for (const QString &line : sampleSource(sampleText(other))) {
                state = subject.lex(line, state, tokens);
                QVERIFY2(isSound(tokens, line.size()), qPrintable(other + u'\n' + line));
            }
        }
    }

    void aStateIsAllThatIsCarried_data() { addLanguages(); }

    // Every line begins a chunk once: lexed by another lexer, from the stored state alone.
    void aStateIsAllThatIsCarried()
    {
        QFETCH(QString, id);
        const QStringList source = sampleSource(sampleText(id));
        const LineLexer whole = lexer(id);
        QList<LineState> states{{}};
        QList<QList<CodeToken>> tokens;
        for (const QString &line : source) {
            const LexedLine made = lexed(whole, line, states.last());
            states.append(made.after);
            tokens.append(made.tokens);
        }
        for (qsizetype begin = source.size() - 1; begin >= 0; --begin) {
            const LineLexer other = lexer(id);
            LineState state = states[begin];
            for (qsizetype i = begin; i < std::min(begin + 3, source.size()); ++i) {
                const LexedLine made = lexed(other, QString(source[i]), state);
                QCOMPARE(made.tokens, tokens[i]);
                state = made.after;
                QVERIFY(state == states[i + 1]);
            }
        }
    }

    void hostileText_data()
    {
        QTest::addColumn<QString>("line");
        constexpr qsizetype units = 100'000;
        const auto repeated = [](const char16_t *piece) {
            QString line;
            while (line.size() < units)
                line += QStringView(piece);
            return line;
        };
        QTest::newRow("letters") << QString(units, u'a');
        QTest::newRow("blanks") << QString(units, u' ');
        QTest::newRow("quotes") << QString(units, u'"');
        QTest::newRow("backslashes") << QString(units, u'\\');
        QTest::newRow("NUL") << QString(units, QChar(0));
        QTest::newRow("high surrogates") << QString(units, QChar(0xd83d));
        QTest::newRow("low surrogates") << QString(units, QChar(0xde00));
        const char16_t *const pieces[] = {u"/* ", u"${`", u"{\"", u"([{", u"<a ", u"R\"x(", u"<<EOF ", u"'a",
            u"/a", u"a\t", u"<script>", u"</script>", u"f\"{", u"#{\"", u"=begin ", u")))", u"*/ ", u"}}}",
            u"$(", u"--[[", u"%w(", u"- ", u"a: ", u"**a", u"[a](", u"1e+", u"@\"", u"\u202e\u0000x", u"?>"};
        int number = 0;
        for (const char16_t *const piece : pieces)
            QTest::addRow("piece %d", number++) << repeated(piece);
    }

    // The bound is the test's timeout: a quadratic lexer needs hours for these.
    void hostileText()
    {
        QFETCH(QString, line);
        for (const QString &id : m_catalog.ids()) {
            const LineLexer subject = lexer(id);
            LexedLine made = lexed(subject, line);
            QVERIFY2(isSound(made.tokens, line.size()), qPrintable(id));
            made = lexed(subject, line, made.after);
            QVERIFY2(isSound(made.tokens, line.size()), qPrintable(id));
        }
    }

    void deepNestingCloses_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("open");
        QTest::addColumn<QString>("close");
        QTest::addColumn<int>("depth");
        // A context within itself is counted; of different ones, eight are known.
        QTest::newRow("comments") << QStringLiteral("rust") << QStringLiteral("/*") << QStringLiteral("*/")
                                  << 10'000;
        QTest::newRow("shell") << QStringLiteral("bash") << QStringLiteral("$(") << QStringLiteral(")")
                               << 10'000;
        QTest::newRow("flow") << QStringLiteral("yaml") << QStringLiteral("[") << QStringLiteral("]")
                              << 10'000;
        QTest::newRow("braces") << QStringLiteral("javascript") << QStringLiteral("`${{{")
                                << QStringLiteral("}}}`") << 2;
        QTest::newRow("braces in a template")
            << QStringLiteral("javascript") << QStringLiteral("`${") << QStringLiteral("}`") << 4;
    }

    void deepNestingCloses()
    {
        QFETCH(QString, id);
        QFETCH(QString, open);
        QFETCH(QString, close);
        QFETCH(int, depth);
        const LineLexer subject = lexer(id);
        const LineState opened = lexed(subject, open.repeated(depth)).after;
        QVERIFY(!opened.isBeginning());
        const LineState almost = lexed(subject, close.repeated(depth - 1), opened).after;
        QVERIFY(!almost.isBeginning());
        QVERIFY(lexed(subject, close, almost).after.isBeginning());
    }

    void aForeignStateIsTheBeginning()
    {
        const LineState deep
            = lexed(lexer(QStringLiteral("vue")), QStringLiteral("<script lang=\"ts\">`${")).after;
        QVERIFY(!deep.isBeginning());
        const LineLexer json = lexer(QStringLiteral("json"));
        QCOMPARE(lexed(json, u"[1]", deep).tokens, lexed(json, u"[1]").tokens);
    }

private:
    void addLanguages()
    {
        QTest::addColumn<QString>("id");
        for (const QString &id : m_catalog.ids())
            QTest::newRow(qPrintable(id)) << id;
    }

    LineLexer lexer(const QString &id) { return LineLexer(m_catalog.definition(id).value()); }

    LanguageCatalog m_catalog;
};

QTEST_GUILESS_MAIN(LineLexerTest)
#include "tst_linelexer.moc"
