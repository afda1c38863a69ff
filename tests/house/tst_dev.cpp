// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QString dev = QStringLiteral(RUNNEL_SOURCE_DIR "/dev");

struct Outcome
{
    int status = -1;
    QString out;
    QString err;
};

Outcome run(const QString &program, const QStringList &arguments, const QString &searchPath = {})
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!searchPath.isEmpty())
        environment.insert(QStringLiteral("PATH"), searchPath);
    process.setProcessEnvironment(environment);
    process.start(program, arguments, QIODevice::ReadOnly);
    if (!process.waitForFinished())
        return {-1, {}, process.errorString()};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
        QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError())};
}

/// A search path on which nothing is to be found but what a row lays there.
class BareSystem final
{
public:
    /// @p commands are links to this system's own.
    explicit BareSystem(const QStringList &commands)
    {
        for (const QString &command : commands)
            QFile::link(QStandardPaths::findExecutable(command), m_dir.filePath(command));
    }

    /// Lays a command that runs @p script; "$CALLS" there is the file that calls() reads.
    void lay(const QString &command, const QByteArray &script)
    {
        QFile file(m_dir.filePath(command));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("%s", qPrintable(file.errorString()));
        file.write(
            "#!/bin/sh\nCALLS='" + m_dir.filePath(QStringLiteral("calls")).toUtf8() + "'\n" + script + '\n');
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    QString searchPath() const { return m_dir.path(); }

    QString calls() const
    {
        QFile file(m_dir.filePath(QStringLiteral("calls")));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private:
    QTemporaryDir m_dir;
};

BareSystem bareSystem()
{
    return BareSystem({QStringLiteral("bash"), QStringLiteral("cat"), QStringLiteral("df"),
        QStringLiteral("dirname"), QStringLiteral("env"), QStringLiteral("readlink"), QStringLiteral("sed")});
}

} // namespace

class DevTest final : public QObject
{
    Q_OBJECT

private slots:
    void scriptsParse_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addRow("dev") << dev;
        QTest::addRow("ci") << QStringLiteral(RUNNEL_SOURCE_DIR "/.ci/run");
    }
    void scriptsParse()
    {
        QFETCH(QString, path);
        QVERIFY(QFileInfo(path).isExecutable());
        const Outcome outcome = run(QStringLiteral("bash"), {QStringLiteral("-n"), path});
        QCOMPARE(outcome.err, QString());
        QCOMPARE(outcome.status, 0);
    }

    void helpListsTheVerbs_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addRow("alone") << QStringList();
        QTest::addRow("help") << QStringList{QStringLiteral("help")};
        QTest::addRow("--help") << QStringList{QStringLiteral("--help")};
        QTest::addRow("of a verb") << QStringList{QStringLiteral("test"), QStringLiteral("--help")};
    }
    void helpListsTheVerbs()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = run(dev, arguments);
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.err, QString());
        QStringList verbs;
        for (const QString &line : outcome.out.split(u'\n')) {
            if (line.startsWith(u"  "))
                verbs << line.simplified().section(u' ', 0, 0);
        }
        QCOMPARE(verbs.join(u' '), QStringLiteral("setup build run test bench lint fuzz torture"));
    }

    void misuseIsOneSentence_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"nope", "--asan", "setup nope", "build nope", "build release debug",
                 "test --nope", "test --filter", "bench --nope", "bench --filter", "lint --nope",
                 "lint --base", "fuzz soon", "fuzz 0", "fuzz -1", "fuzz 1.5", "fuzz 1 2", "torture hard"})
            QTest::addRow("%s", line) << QString::fromLatin1(line);
    }
    void misuseIsOneSentence()
    {
        QFETCH(QString, line);
        // Nothing is laid that could install or build: a misuse is found before either.
        const BareSystem system = bareSystem();
        const Outcome outcome = run(dev, line.split(u' '), system.searchPath());
        QCOMPARE(outcome.status, 2);
        QCOMPARE(outcome.out, QString());
        QVERIFY2(outcome.err.startsWith(u"dev: ") && outcome.err.endsWith(u".\n"), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(u'\n'), 1);
    }

    void packages_data()
    {
        QTest::addColumn<QByteArray>("installed"); // a shell pattern
        QTest::addColumn<int>("user");
        QTest::addColumn<bool>("sudo");
        QTest::addColumn<int>("aptStatus");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("calls");
        QTest::addColumn<QString>("said");
        const QString installs
            = QStringLiteral("update\ninstall -y --no-install-recommends clang-format git\n");
        const QString asSudo
            = QStringLiteral("sudo update\nsudo install -y --no-install-recommends clang-format git\n");
        const QString wholeName = QStringLiteral("will install from Debian's archive: clang-format git\n");
        QTest::addRow("all there") << QByteArray("*") << 1000 << false << 0 << 0 << QString()
                                   << QStringLiteral("everything is installed for: format");
        QTest::addRow("root") << QByteArray("none") << 0 << false << 0 << 0 << installs << wholeName;
        QTest::addRow("one missing") << QByteArray("git") << 0 << false << 0 << 0
                                     << QString(installs).remove(QStringLiteral(" git"))
                                     << QStringLiteral("archive: clang-format\n");
        QTest::addRow("sudo") << QByteArray("none") << 1000 << true << 0 << 0 << asSudo << wholeName;
        QTest::addRow("neither") << QByteArray("none") << 1000 << false << 0 << 1 << QString()
                                 << QStringLiteral("neither root nor sudo here. Run as root: apt-get install "
                                                   "--no-install-recommends clang-format git\n");
        QTest::addRow("apt fails") << QByteArray("none") << 0 << false << 100 << 1 << installs
                                   << QStringLiteral(
                                          "could not install clang-format git; its reason is above.");
    }
    void packages()
    {
        QFETCH(QByteArray, installed);
        QFETCH(int, user);
        QFETCH(bool, sudo);
        QFETCH(int, aptStatus);
        QFETCH(int, status);
        QFETCH(QString, calls);
        QFETCH(QString, said);
        BareSystem system = bareSystem();
        system.lay(QStringLiteral("id"), "echo " + QByteArray::number(user));
        system.lay(QStringLiteral("dpkg-query"),
            "shift 3; for name; do case $name in " + installed
                + ") printf 'installed:%s ' $name;; *) printf 'not-installed:%s ' $name;; esac; done");
        // Options vary with the terminal; the verb and what follows it count.
        system.lay(QStringLiteral("apt-get"),
            "while [ \"$1\" != update ] && [ \"$1\" != install ]; do shift; done; echo \"$@\" >>\"$CALLS\"; "
            "exit "
                + QByteArray::number(aptStatus));
        if (sudo)
            system.lay(QStringLiteral("sudo"), "printf 'sudo ' >>\"$CALLS\"; exec \"$@\"");
        const Outcome outcome
            = run(dev, {QStringLiteral("setup"), QStringLiteral("format")}, system.searchPath());
        QCOMPARE(system.calls(), calls);
        QVERIFY2(outcome.err.contains(said), qPrintable(outcome.err));
        QCOMPARE(outcome.status, status);
        QCOMPARE(outcome.out, QString());
    }

    void anotherSystemIsToldWhatToInstall()
    {
        BareSystem system = bareSystem();
        const Outcome lacking = run(dev, {QStringLiteral("run")}, system.searchPath());
        QCOMPARE(lacking.status, 1);
        QVERIFY2(lacking.err.contains(u"there is no cmake") && lacking.err.contains(u"Qt >= 6.4"),
            qPrintable(lacking.err));
        for (const char *tool : {"cmake", "ninja", "c++"})
            system.lay(QString::fromLatin1(tool), "exit 0");
        const Outcome equipped
            = run(dev, {QStringLiteral("setup"), QStringLiteral("build")}, system.searchPath());
        QVERIFY2(equipped.status == 0, qPrintable(equipped.err));
    }
};

QTEST_GUILESS_MAIN(DevTest)
#include "tst_dev.moc"
