// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"
#include "support/faultserver.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

const QStringList verbs{u"ask"_s, u"chat"_s, u"models"_s, u"replay"_s, u"decode"_s};

/// The long options that a help text names.
QStringList optionsIn(const QString &help)
{
    static const QRegularExpression option(u"(?<![\\w-])--([a-z][a-z-]+)"_s);
    QStringList names;
    for (auto match = option.globalMatch(help); match.hasNext();)
        names.append(match.next().captured(1));
    names.removeDuplicates();
    return names;
}

/// The options that the manual page explains: those with an item of their own.
QStringList optionsInManual()
{
    QFile file(QStringLiteral(RUNNEL_SOURCE_DIR "/packaging/runnel-cli.1"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no manual page");
    const QString page = QString::fromUtf8(file.readAll());
    static const QRegularExpression item(u"^\\.It .*$"_s, QRegularExpression::MultilineOption);
    static const QRegularExpression option(u"Fl -([a-z][a-z-]+)"_s);
    QStringList names;
    for (auto line = item.globalMatch(page); line.hasNext();) {
        for (auto match = option.globalMatch(line.next().captured(0)); match.hasNext();)
            names.append(match.next().captured(1));
    }
    return names;
}

QString helpOf(const QString &verb)
{
    Program program({verb, u"--help"_s});
    return program.end() == 0 ? QString::fromUtf8(program.out()) : QString();
}

} // namespace

/// Misuse costs one line; help costs nothing.
class UsageTest final : public QObject
{
    Q_OBJECT

private slots:
    void misuse_data();
    void misuse();
    void help_data();
    void help();
    void helpListsWhatIsTaken_data();
    void helpListsWhatIsTaken();
    void manualNamesEveryOption();
    void version();
};

void UsageTest::misuse_data()
{
    QTest::addColumn<QStringList>("arguments"); // "URL" stands for an address where somebody listens
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QString &arguments, const QByteArray &says) {
        QTest::addRow("%s", name) << arguments.split(u' ', Qt::SkipEmptyParts) << says;
    };
    row("nothing", {}, "Say what to do, such as ask or chat.");
    row("unknown verb", u"frob"_s, "There is no verb \"frob\".");
    row("unknown option before the verb", u"--frob ask"_s, "There is no verb \"--frob\".");
    row("unknown option", u"ask hi --url URL --frob"_s, "Unknown option 'frob'.");
    row("abbreviated option", u"ask hi --url URL --temp 1"_s, "Unknown option 'temp'.");
    row("unknown options of chat", u"chat --url URL --frob --grob"_s, "Unknown options: frob, grob.");
    row("no value", u"ask hi --url"_s, "Missing value after '--url'.");
    row("value for a flag", u"ask hi --url URL --json=yes"_s, "Unexpected value after '--json'.");
    row("two prompts", u"ask how are --url URL"_s, "More than one prompt was given");
    row("no server for the model", u"ask hi --model some"_s, "No server was named");
    row("empty address", u"ask hi --url="_s, "Say which server to ask");
    row("unknown provider", u"ask hi --provider frob"_s,
        "There is no provider \"frob\". Known are: demo, openai,");
    row("provider without an address", u"ask hi --provider azure"_s, "give yours by --url.");
    for (const char *url :
        {"ftp://host", "foo:bar:baz", "http://", "http://host:99999", "http://[::1", "file:///etc"})
        row(url, u"ask hi --url "_s + QString::fromLatin1(url), "is no address of a server.");
    row("password in the address", u"ask hi --url http://u:p@host"_s, "Leave user name and password out");
    for (const char *number : {"abc", "", "1,5"})
        row("temperature", u"ask hi --url URL --temperature="_s + QString::fromLatin1(number),
            "--temperature wants a number from 0 to 2, not");
    row("temperature out of range", u"ask hi --url URL --temperature 2.1"_s, "temperature is 2.1 (0 to 2).");
    row("temperature nan", u"ask hi --url URL --temperature nan"_s, "(0 to 2).");
    row("top-p out of range", u"ask hi --url URL --top-p -1"_s, "(0 to 1).");
    row("tokens", u"ask hi --url URL --max-tokens 1.5"_s, "--max-tokens wants a whole number above 0");
    row("no tokens", u"ask hi --url URL --max-tokens 0"_s, "max tokens is 0");
    row("endless tokens", u"ask hi --url URL --max-tokens 99999999999999999999"_s, "--max-tokens wants");
    row("effort", u"ask hi --url URL --reasoning huge"_s, "minimal, low, medium or high");
    row("empty stop", u"ask hi --url URL --stop="_s, "is empty");
    for (const char *option :
        {"timeout", "timeout-connect", "timeout-first-token", "timeout-idle", "timeout-progress"}) {
        for (const char *time : {"0", "-3", "5h", "abc", "1e9", "1441m", "0.1ms"})
            row(time,
                u"ask hi --url URL --%1=%2"_s.arg(QString::fromLatin1(option), QString::fromLatin1(time)),
                QByteArray("--") + option + ": a time is wanted");
    }
    for (const char *proxy : {"ftp://host", "host:8080", "", "http://"})
        row("proxy", u"ask hi --url URL --proxy="_s + QString::fromLatin1(proxy),
            "--proxy wants system, none");
    row("no header", u"ask hi --url URL --header frob"_s, "is no header.");
    row("header of the transport", u"ask hi --url URL --header Host:x"_s, "belongs to the transport");
    row("empty key file", u"ask hi --url URL --key-file="_s, "--key-file wants the name of a file.");
    row("missing key file", u"ask hi --url URL --key-file /nonexistent"_s, "No such file or directory.");
    row("folder as key file", u"ask hi --url URL --key-file /"_s, "cannot be read");
    row("prompt for chat", u"chat hi --url URL"_s, "chat reads its questions from standard input");
    row("file for decode", u"decode capture.txt"_s, "put it behind \"<\".");
    row("both forms of decode", u"decode --sse --dialect openai-chat"_s, "exclude each other");
    row("unknown dialect", u"decode --dialect frob"_s,
        "There is no dialect \"frob\". Known are: openai-chat");
    for (const char *status : {"0", "99", "1000", "abc"})
        row("status", u"decode --status "_s + QString::fromLatin1(status), "--status wants an HTTP status");
    for (const char *option : {"chunk", "max-event-bytes"}) {
        for (const char *count : {"0", "-1", "x", "99999999999999999999"})
            row(count, u"decode --%1=%2"_s.arg(QString::fromLatin1(option), QString::fromLatin1(count)),
                "wants a whole number above 0");
    }
}

void UsageTest::misuse()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    FaultServer server(FaultScript::reply({"Hello"}));
    arguments.replaceInStrings(u"URL"_s, server.url().toString());
    Program program(arguments);
    QCOMPARE(program.end(), 2);
    QCOMPARE(program.out(), "");
    QCOMPARE(program.errLines().size(), 1);
    QVERIFY2(program.err().startsWith("runnel-cli: "), program.err().constData());
    QVERIFY2(program.err().contains(says), program.err().constData());
    QVERIFY2(program.err().contains("--help"), program.err().constData());
    QCOMPARE(server.connectionCount(), 0);
}

void UsageTest::help_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addRow("help") << QStringList{u"help"_s};
    QTest::addRow("--help") << QStringList{u"--help"_s};
    QTest::addRow("-h") << QStringList{u"-h"_s};
    for (const QString &verb : verbs) {
        QTest::addRow("%s --help", qPrintable(verb)) << QStringList{verb, u"--help"_s};
        QTest::addRow("%s -h", qPrintable(verb)) << QStringList{verb, u"-h"_s};
    }
}

void UsageTest::help()
{
    QFETCH(QStringList, arguments);
    Program program(arguments);
    QCOMPARE(program.end(), 0);
    QCOMPARE(program.err(), "");
    const QString help = QString::fromUtf8(program.out());
    const bool isOfVerb = verbs.contains(arguments.first());
    QVERIFY2(help.startsWith(isOfVerb ? u"Usage: runnel-cli %1 [options]"_s.arg(arguments.first())
                                      : u"Usage: runnel-cli VERB [options]"_s),
        qPrintable(help));
    for (const QString &verb : verbs)
        QVERIFY(isOfVerb || help.contains(u"\n  "_s + verb + u' '));
}

void UsageTest::helpListsWhatIsTaken_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("option");
    const QString reaching
        = u"url provider dialect key-file header proxy accept-certificate timeout json help"_s;
    const QString asking = reaching
        + u" model system temperature top-p max-tokens stop reasoning timeout-connect timeout-first-token "
          "timeout-idle timeout-progress record"_s;
    const QHash<QString, QString> taken{{u"ask"_s, asking}, {u"chat"_s, asking}, {u"models"_s, reaching},
        {u"replay"_s, u"speed dialect json help"_s},
        {u"decode"_s, u"sse dialect status content-type max-event-bytes chunk json help"_s}};
    for (const QString &verb : verbs) {
        const QStringList options = taken.value(verb).split(u' ');
        for (const QString &option : options)
            QTest::addRow("%s --%s", qPrintable(verb), qPrintable(option)) << verb << option;
    }
}

void UsageTest::helpListsWhatIsTaken()
{
    QFETCH(QString, verb);
    QFETCH(QString, option);
    QVERIFY(optionsIn(helpOf(verb)).contains(option));
    // A known option wants a value, or refuses one; an unknown one would be called unknown.
    Program program({verb, u"--"_s + option});
    const int status = program.end();
    QVERIFY(status == 0 || status == 2 || status == 3); // models finds nobody here
    QVERIFY2(!program.err().contains("Unknown"), program.err().constData());
}

void UsageTest::manualNamesEveryOption()
{
    const QStringList inManual = optionsInManual();
    QStringList taken{u"version"_s};
    for (const QString &verb : verbs)
        taken += optionsIn(helpOf(verb));
    taken.removeDuplicates();
    QVERIFY(taken.size() > 20);
    for (const QString &option : std::as_const(taken))
        QVERIFY2(inManual.contains(option), qPrintable(u"the manual lacks --"_s + option));
    for (const QString &option : inManual)
        QVERIFY2(taken.contains(option), qPrintable(u"no verb takes --"_s + option));
}

void UsageTest::version()
{
    for (const char *option : {"--version", "-v"}) {
        Program program({QString::fromLatin1(option)});
        QCOMPARE(program.end(), 0);
        QCOMPARE(program.out(), "runnel-cli " RUNNEL_VERSION "\n");
        QCOMPARE(program.err(), "");
    }
}

QTEST_GUILESS_MAIN(UsageTest)
#include "tst_usage.moc"
