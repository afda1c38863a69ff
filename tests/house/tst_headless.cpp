// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

/// Every shared library that @p program would start with, through all levels, as file names.
/// The loader itself reads the ELF files (ld.so(8), LD_TRACE_LOADED_OBJECTS); the program does not run.
QStringList loadedLibraries(const QString &program)
{
    QProcess loader;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_TRACE_LOADED_OBJECTS"), QStringLiteral("1"));
    loader.setProcessEnvironment(environment);
    loader.start(program, {}, QIODevice::ReadOnly);
    if (!loader.waitForFinished() || loader.exitCode() != 0)
        return {};
    static const QRegularExpression line(
        QStringLiteral("^\\s*(?:\\S*/)?([^\\s/]+)( =>| \\(0x)"), QRegularExpression::MultilineOption);
    QStringList names;
    const QString output = QString::fromLocal8Bit(loader.readAllStandardOutput());
    for (auto match = line.globalMatch(output); match.hasNext();)
        names << match.next().captured(1);
    return names;
}

/// Those of @p libraries that need, or bring along, a window system.
QStringList guiLibraries(const QStringList &libraries)
{
    static const QRegularExpression gui(QStringLiteral(
        "^lib(Qt\\d*(Gui|Widgets|Qml|Quick|OpenGL|WaylandClient|XcbQpa)|X11|xcb|wayland-|EGL|GL"
        "|OpenGL)"));
    return libraries.filter(gui);
}

} // namespace

class HeadlessTest final : public QObject
{
    Q_OBJECT

private slots:
    void theLoaderIsAsked()
    {
        const QString libraries = loadedLibraries(QCoreApplication::applicationFilePath()).join(u' ');
        QVERIFY2(libraries.contains(u"libQt6Core.so"), qPrintable(libraries));
        QVERIFY2(libraries.contains(u"libQt6Test.so"), qPrintable(libraries));
        // Not linked by this program, but by QtCore.
        QVERIFY2(libraries.contains(u"libpcre2-16.so"), qPrintable(libraries));
        QCOMPARE(loadedLibraries(QStringLiteral("/nonexistent")), QStringList());
    }

    void guiLibrariesAreKnown_data()
    {
        QTest::addColumn<bool>("gui");
        for (const char *name : {"libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6Qml.so.6",
                 "libQt6QmlModels.so.6", "libQt6Quick.so.6", "libQt6QuickControls2.so.6", "libX11.so.6",
                 "libxcb.so.1", "libwayland-client.so.0", "libEGL.so.1", "libGLX.so.0"})
            QTest::addRow("%s", name) << true;
        for (const char *name : {"libQt6Core.so.6", "libQt6Network.so.6", "libQt6HttpServer.so.6",
                 "libstdc++.so.6", "libglib-2.0.so.0"})
            QTest::addRow("%s", name) << false;
    }
    void guiLibrariesAreKnown()
    {
        QFETCH(bool, gui);
        QCOMPARE(!guiLibraries({QString::fromLatin1(QTest::currentDataTag())}).isEmpty(), gui);
    }

#ifdef RUNNEL_CLI
    void commandLineProgramHasNoGui()
    {
        const QStringList libraries = loadedLibraries(QStringLiteral(RUNNEL_CLI));
        QVERIFY2(!libraries.filter(QStringLiteral("libQt6Core.so")).isEmpty(), RUNNEL_CLI);
        QCOMPARE(guiLibraries(libraries).join(u' '), QString());
    }
#endif
};

QTEST_GUILESS_MAIN(HeadlessTest)
#include "tst_headless.moc"
