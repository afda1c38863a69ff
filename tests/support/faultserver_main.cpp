// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// runnel-faultserver MODE: one server of tests/support for shell scripts and whole-program tests.
#include "support/faultmodes.h"
#include "support/faultserver.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

using namespace runnel;

namespace {

QByteArray jsonLine(const RecordedRequest &request)
{
    QJsonArray headers;
    for (const auto &[name, value] : request.headers)
        headers.append(QJsonArray{QString::fromUtf8(name), QString::fromUtf8(value)});
    const QJsonObject line{{QStringLiteral("connection"), request.connection},
        {QStringLiteral("method"), QString::fromUtf8(request.method)},
        {QStringLiteral("target"), QString::fromUtf8(request.target)}, {QStringLiteral("headers"), headers},
        {QStringLiteral("bodyBytes"), request.body.size()},
        {QStringLiteral("body"), QString::fromUtf8(request.body)},
        {QStringLiteral("whole"), request.isWhole}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

void writeOut(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
}

QByteArray valueOf(const QCommandLineParser &parser, const char *name)
{
    return parser.value(QString::fromLatin1(name)).toUtf8();
}

void addOptions(QCommandLineParser &parser)
{
    parser.addHelpOption();
    parser.addPositionalArgument(QStringLiteral("MODE"), QStringLiteral("what to do with every connection"));
    const auto add = [&parser](const char *name, const char *what, const char *value, const char *fallback) {
        parser.addOption({QString::fromLatin1(name), QString::fromLatin1(what), QString::fromLatin1(value),
            QString::fromLatin1(fallback)});
    };
    add("delta", "one delta of the reply; may be repeated", "TEXT", "");
    add("framing", "chunked, length or close", "HOW", "chunked");
    add("event-pause", "milliseconds between events", "MS", "0");
    add("pause", "milliseconds between bytes or comments", "MS", "1");
    add("status", "of http-error and redirect", "N", "");
    add("body", "of http-error", "TEXT", "");
    add("header", "of http-error, as 'Name: value'; may be repeated", "FIELD", "");
    add("target", "of redirect", "URL", "");
    add("mib", "size of giant-line and giant-reply", "N", "1");
    add("certificate", "where a TLS mode writes its certificate (PEM)", "FILE", "");
    parser.addOption({QStringLiteral("crlf"), QStringLiteral("the event stream has CRLF line ends")});
}

FaultModeOptions readOptions(const QCommandLineParser &parser)
{
    FaultModeOptions options;
    if (parser.isSet(QStringLiteral("delta"))) {
        options.deltas.clear();
        for (const QString &text : parser.values(QStringLiteral("delta")))
            options.deltas.append(text.toUtf8());
    }
    const QByteArray framing = valueOf(parser, "framing");
    options.reply.framing = framing == "length" ? Framing::ContentLength
        : framing == "close"                    ? Framing::UntilClose
                                                : Framing::Chunked;
    if (parser.isSet(QStringLiteral("crlf")))
        options.reply.lineEnd = "\r\n";
    options.reply.eventPause = std::chrono::milliseconds(valueOf(parser, "event-pause").toInt());
    options.pause = std::chrono::milliseconds(valueOf(parser, "pause").toInt());
    options.sizeMebibytes = valueOf(parser, "mib").toInt();
    if (parser.isSet(QStringLiteral("status")))
        options.status = options.redirectStatus = valueOf(parser, "status").toInt();
    if (parser.isSet(QStringLiteral("body")))
        options.body = valueOf(parser, "body");
    if (parser.isSet(QStringLiteral("target")))
        options.target = valueOf(parser, "target");
    for (const QString &field : parser.values(QStringLiteral("header"))) {
        const QByteArray bytes = field.toUtf8();
        const qsizetype colon = bytes.indexOf(':');
        if (colon > 0)
            options.headers.emplaceBack(bytes.first(colon), bytes.mid(colon + 1).trimmed());
    }
    return options;
}

/// Returns when stdin ends or a signal asks to; each line "release" on stdin opens the next gate.
void serve(FaultServer &server, int endingSignals)
{
    QByteArray pending;
    while (true) {
        pollfd watched[] = {{STDIN_FILENO, POLLIN, 0}, {endingSignals, POLLIN, 0}};
        if (::poll(watched, 2, -1) < 0 || watched[1].revents)
            return;
        char buffer[256];
        const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (got <= 0)
            return;
        pending.append(buffer, got);
        for (qsizetype end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
            if (pending.first(end).trimmed() == "release")
                server.release();
            pending.remove(0, end + 1);
        }
    }
}

} // namespace

int main(int argc, char **argv)
{
    // Blocked before any thread starts, so that all inherit it and the signals come by the descriptor alone.
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGTERM);
    sigaddset(&endings, SIGINT);
    pthread_sigmask(SIG_BLOCK, &endings, nullptr);
    const OwnedDescriptor endingSignals(::signalfd(-1, &endings, SFD_CLOEXEC));

    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const FaultModeOptions options = readOptions(parser);
    const QByteArray name = parser.positionalArguments().value(0).toUtf8();
    const QList<FaultMode> modes = faultModes(options);
    const auto mode = std::find_if(
        modes.cbegin(), modes.cend(), [&name](const FaultMode &candidate) { return candidate.name == name; });
    if (mode == modes.cend()) {
        std::fprintf(stderr, "no mode \"%s\"; the modes are:\n", name.constData());
        for (const FaultMode &known : modes)
            std::fprintf(stderr, "  %-24s %s\n", known.name.constData(), known.what.constData());
        return 2;
    }

    FaultServer server(
        mode->script, {.requestSeen = [](const RecordedRequest &request) { writeOut(jsonLine(request)); }});
    if (parser.isSet(QStringLiteral("certificate"))) {
        QFile file(parser.value(QStringLiteral("certificate")));
        const QByteArray pem = server.certificatePem() + server.certificatePem(Certificate::Expired)
            + server.certificatePem(Certificate::ForOtherHost);
        if (!file.open(QIODevice::WriteOnly) || file.write(pem) != pem.size())
            qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(file.errorString()));
    }
    writeOut("PORT " + QByteArray::number(server.port()) + '\n');
    serve(server, endingSignals.get());
    return 0;
}
