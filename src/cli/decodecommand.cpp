// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/decodecommand.h"

#include "base/result.h"
#include "base/utf8.h"
#include "cli/console.h"
#include "cli/exitstatus.h"
#include "cli/verbparser.h"
#include "session/capture.h"
#include "sse/eventstreamparser.h"

#include <QCoreApplication>

#include <cerrno>

#include <unistd.h>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype readBytes = 64 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Decode", text);
}

struct DecodeOptions
{
    bool asEvents = false;
    std::optional<Dialect> dialect;
    int status = 200;
    QByteArray contentType = "text/event-stream";
    qsizetype maxEventBytes = EventStreamParser::defaultMaxEventBytes;
    qsizetype chunkBytes = readBytes;
};

/// Takes standard input as it arrives; empty at its end.
QByteArray readInput()
{
    QByteArray bytes(readBytes, Qt::Uninitialized);
    ssize_t count = -1;
    do {
        count = read(STDIN_FILENO, bytes.data(), size_t(bytes.size()));
    } while (count < 0 && errno == EINTR);
    bytes.truncate(qMax<qsizetype>(count, 0));
    return bytes;
}

/// Gives what stands in @p beginning and then all of standard input to @p feed, in the wanted pieces.
template <typename Feed> void feedInput(QByteArray beginning, qsizetype chunkBytes, Feed &&feed)
{
    for (QByteArray bytes = std::move(beginning); !bytes.isEmpty(); bytes = readInput()) {
        for (qsizetype at = 0; at < bytes.size(); at += chunkBytes) {
            if (!feed(QByteArrayView(bytes).sliced(at, qMin(chunkBytes, bytes.size() - at))))
                return;
        }
    }
}

QJsonValue retryJson(const QByteArray &digits)
{
    if (digits.isEmpty())
        return QJsonValue::Null;
    constexpr qint64 largestExact = (qint64(1) << 53) - 1; // of a JSON number, as JavaScript reads it
    bool ok = false;
    const qint64 number = digits.toLongLong(&ok);
    return ok && number <= largestExact ? QJsonValue(number) : QJsonValue(QString::fromLatin1(digits));
}

void decodeEvents(const DecodeOptions &options, QByteArray beginning, Console &console)
{
    EventStreamParser parser(options.maxEventBytes);
    bool isOverflowSaid = false;
    feedInput(std::move(beginning), options.chunkBytes, [&](QByteArrayView bytes) {
        parser.feed(bytes, [&](const ServerSentEvent &event) {
            console.writeLine(
                {{"type"_L1, fromUtf8Keeping(event.type)}, {"data"_L1, fromUtf8Keeping(event.data)},
                    {"lastEventId"_L1, fromUtf8Keeping(event.lastEventId)}});
        });
        if (parser.overflowed() && !isOverflowSaid) {
            isOverflowSaid = true;
            console.writeLine({{"overflow"_L1, QJsonObject{{"limitBytes"_L1, parser.maxEventBytes()}}}});
        }
        return !console.isOutputLost();
    });
    parser.finish();
    console.writeLine({{"end"_L1,
        QJsonObject{{"retry"_L1, retryJson(parser.reconnectionTimeDigits())},
            {"lastEventId"_L1, fromUtf8Keeping(parser.lastEventIdBuffer())},
            {"reconnectId"_L1, fromUtf8Keeping(parser.lastEventId())}}}});
}

void decodeReply(const DecodeOptions &options, QByteArray beginning, Console &console)
{
    ReplyLimits limits;
    limits.eventBytes = options.maxEventBytes;
    CaptureDecoder decoder({*options.dialect, options.status, options.contentType}, limits);
    feedInput(std::move(beginning), options.chunkBytes, [&](QByteArrayView bytes) {
        decoder.feed(bytes);
        return true; // what stands behind the end of the reply is read as well, so that no writer breaks
    });
    const DecodedReply reply = decoder.end();
    console.writeLine(toJson(reply));

    const ReplyStreamDecoder &stream = decoder.stream();
    if (stream.limitPassed() == ReplyStreamDecoder::LimitPassed::Event)
        console.note(tr("an event was larger than %1 bytes; decoding ended there.").arg(limits.eventBytes));
    if (stream.limitPassed() == ReplyStreamDecoder::LimitPassed::Reply)
        console.note(tr("the answer was larger than %1 bytes; decoding ended there.").arg(limits.replyBytes));
    if (reply.outcome.unreadableEventCount > 0)
        console.note(tr("%1 unreadable events were skipped.").arg(reply.outcome.unreadableEventCount));
    if (stream.framing() == ReplyStreamDecoder::Framing::Foreign)
        console.note(tr("this is neither an event stream nor JSON."));
}

Result<qint64> positiveNumber(const VerbParser &parser, const QString &name)
{
    bool ok = false;
    const qint64 number = parser.value(name).toLongLong(&ok);
    if (!ok || number < 1)
        return Error{Error::Kind::InvalidInput,
            tr("--%1 wants a whole number above 0, not \"%2\".").arg(name, parser.value(name)), {}, 0};
    return number;
}

Result<DecodeOptions> readOptions(const VerbParser &parser)
{
    const auto invalid = [](const QString &message) {
        return Error{Error::Kind::InvalidInput, message, {}, 0};
    };
    DecodeOptions options;
    options.asEvents = parser.isSet(u"sse"_s);
    if (parser.isSet(u"dialect"_s)) {
        if (options.asEvents)
            return invalid(
                tr("--sse and --dialect exclude each other: the one prints events, the other a reply."));
        const QString name = parser.value(u"dialect"_s);
        options.dialect = dialectNamed(name);
        if (!options.dialect)
            return invalid(
                tr("There is no dialect \"%1\". Known are: %2.").arg(name, dialectNames().join(", "_L1)));
    }
    if (parser.isSet(u"content-type"_s))
        options.contentType = parser.value(u"content-type"_s).toUtf8();
    if (parser.isSet(u"status"_s)) {
        const auto status = positiveNumber(parser, u"status"_s);
        if (!status || status.value() < 100 || status.value() > 999)
            return invalid(
                tr("--status wants an HTTP status such as 200, not \"%1\".").arg(parser.value(u"status"_s)));
        options.status = int(status.value());
    }
    for (const auto &[name, target] : {std::pair{u"max-event-bytes"_s, &options.maxEventBytes},
             std::pair{u"chunk"_s, &options.chunkBytes}}) {
        if (!parser.isSet(name))
            continue;
        const auto number = positiveNumber(parser, name);
        if (!number)
            return number.error();
        *target = qsizetype(number.value());
    }
    return options;
}

} // namespace

ExitStatus runDecode(const QStringList &arguments, Console &console)
{
    VerbParser parser(tr("decode"),
        tr("Read a captured answer of a server on standard input and print what it says, as "
           "JSON. For example: curl -N ... | runnel-cli decode"));
    parser.add(
        u"sse"_s, tr("Print each event of the event stream, and at its end what a reconnection would send."));
    parser.add(u"dialect"_s,
        tr("Print the reply that the answer makes in this dialect: %1.").arg(dialectNames().join(u' ')),
        u"NAME"_s);
    parser.add(u"status"_s, tr("The HTTP status that the answer came with (200)."), u"NUMBER"_s);
    parser.add(u"content-type"_s, tr("Its content type (text/event-stream)."), u"TYPE"_s);
    parser.add(u"max-event-bytes"_s, tr("The largest event that is taken (33554432)."), u"COUNT"_s);
    parser.add(
        u"chunk"_s, tr("Take this many bytes at a time, to see that it makes no difference."), u"COUNT"_s);
    parser.add(u"json"_s, tr("Print JSON lines, as is done anyway."));
    if (const auto status = parser.parse(arguments, console))
        return *status;
    if (!parser.positionalArguments().isEmpty())
        return parser.misuse(
            tr("decode reads standard input and takes no file: put it behind \"<\"."), console);
    auto options = readOptions(parser);
    if (!options)
        return parser.misuse(options.error().message, console);

    DecodeOptions chosen = options.takeValue();
    QByteArray beginning = readInput();
    if (!chosen.asEvents && !chosen.dialect) {
        // Enough to see the first event, if the writer is slow.
        while (
            beginning.size() < readBytes && !beginning.contains("\n\n") && !beginning.contains("\r\n\r\n")) {
            const QByteArray more = readInput();
            if (more.isEmpty())
                break;
            beginning += more;
        }
        chosen.dialect = guessDialect(beginning);
        chosen.asEvents = !chosen.dialect;
        console.note(chosen.asEvents
                ? tr("this looks like an event stream of no known dialect; printing its events.")
                : tr("this looks like the dialect %1; --sse prints the bare events.")
                      .arg(dialectName(*chosen.dialect)));
    }
    if (chosen.asEvents)
        decodeEvents(chosen, std::move(beginning), console);
    else
        decodeReply(chosen, std::move(beginning), console);
    return console.isOutputLost() && !console.isReaderGone() ? ExitStatus::InterruptedWithText
                                                             : ExitStatus::Complete;
}

} // namespace runnel
