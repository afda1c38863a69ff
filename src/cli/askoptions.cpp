// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/askoptions.h"

#include "cli/verbparser.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace runnel {

namespace {

using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

QString tr(const char *text)
{
    return QCoreApplication::translate("AskOptions", text);
}

Error invalid(const QString &message)
{
    return Error{Error::Kind::InvalidInput, message, {}, 0};
}

/// Sets @p value from the option if it is there. The error names the option and what it wants.
template <typename Number>
Result<void> readNumber(
    const VerbParser &parser, const QString &name, const QString &wanted, std::optional<Number> &value)
{
    if (!parser.isSet(name))
        return {};
    bool ok = false;
    const QString text = parser.value(name);
    if constexpr (std::is_same_v<Number, double>)
        value = text.toDouble(&ok);
    else
        value = text.toLongLong(&ok);
    if (!ok)
        return invalid(tr("--%1 wants %2, not \"%3\".").arg(name, wanted, text));
    return {};
}

Result<void> readTimeout(const VerbParser &parser, const QString &name, milliseconds &limit)
{
    if (!parser.isSet(name))
        return {};
    const auto duration = parseDuration(parser.value(name));
    if (!duration)
        return invalid(tr("--%1: %2").arg(name, duration.error().message));
    limit = duration.value();
    return {};
}

Result<void> readTimeouts(const VerbParser &parser, StreamTimeouts &timeouts)
{
    if (parser.isSet(u"timeout"_s)) {
        for (milliseconds *limit :
            {&timeouts.connect, &timeouts.firstToken, &timeouts.idle, &timeouts.progress}) {
            if (auto read = readTimeout(parser, u"timeout"_s, *limit); !read)
                return read;
        }
    }
    const std::pair<QString, milliseconds *> each[]
        = {{u"timeout-connect"_s, &timeouts.connect}, {u"timeout-first-token"_s, &timeouts.firstToken},
            {u"timeout-idle"_s, &timeouts.idle}, {u"timeout-progress"_s, &timeouts.progress}};
    for (const auto &[name, limit] : each) {
        if (auto read = readTimeout(parser, name, *limit); !read)
            return read;
    }
    return {};
}

Result<void> readCompletion(const VerbParser &parser, CompletionOptions &options)
{
    options.systemPrompt = parser.value(u"system"_s);
    options.stop = parser.values(u"stop"_s);
    if (auto read = readNumber(parser, u"temperature"_s, tr("a number from 0 to 2"), options.temperature);
        !read)
        return read;
    if (auto read = readNumber(parser, u"top-p"_s, tr("a number from 0 to 1"), options.topP); !read)
        return read;
    if (auto read = readNumber(parser, u"max-tokens"_s, tr("a whole number above 0"), options.maxTokens);
        !read)
        return read;
    if (parser.isSet(u"reasoning"_s)) {
        const QString effort = parser.value(u"reasoning"_s);
        if (effort == "minimal"_L1)
            options.reasoningEffort = ReasoningEffort::Minimal;
        else if (effort == "low"_L1)
            options.reasoningEffort = ReasoningEffort::Low;
        else if (effort == "medium"_L1)
            options.reasoningEffort = ReasoningEffort::Medium;
        else if (effort == "high"_L1)
            options.reasoningEffort = ReasoningEffort::High;
        else
            return invalid(tr("--reasoning wants minimal, low, medium or high, not \"%1\".").arg(effort));
    }
    if (auto valid = options.validate(); !valid)
        return invalid(tr("These options cannot be sent: %1.").arg(valid.error().message));
    return {};
}

Result<void> readProxy(const VerbParser &parser, ProxySettings &proxy)
{
    const QString text = parser.value(u"proxy"_s);
    if (!parser.isSet(u"proxy"_s) || text == "system"_L1)
        return {};
    if (text == "none"_L1) {
        proxy.mode = ProxySettings::Mode::None;
        return {};
    }
    auto manual = ProxySettings::fromUrl(text);
    if (!manual)
        return invalid(
            tr("--proxy wants system, none, or an address such as http://host:8080 or socks5://host:1080."));
    proxy = manual.takeValue();
    return {};
}

} // namespace

Result<milliseconds> parseDuration(const QString &text)
{
    static const QRegularExpression form(u"^([0-9]*\\.?[0-9]+)(ms|s|m)?$"_s);
    constexpr double longestMilliseconds
        = 24.0 * 3600 * 1000; // QTimer counts in int, and nobody waits longer
    const QRegularExpressionMatch match = form.match(text.trimmed());
    const QString unit = match.captured(2);
    const double factor = unit == "ms"_L1 ? 1 : unit == "m"_L1 ? 60000 : 1000;
    const double value = match.captured(1).toDouble() * factor;
    if (!match.hasMatch() || value < 1 || value > longestMilliseconds)
        return invalid(
            tr("a time is wanted such as 30 (seconds), 500ms or 5m, up to a day, not \"%1\".").arg(text));
    return milliseconds(qint64(std::llround(value)));
}

void addServerOptions(VerbParser &parser)
{
    parser.add(u"url"_s,
        tr("The server: the base address that the vendors' SDKs take; requests go to BASE/chat/completions."),
        u"BASE"_s);
    parser.add(
        u"provider"_s, tr("The server, by a known name: %1.").arg(providerNames().join(u' ')), u"NAME"_s);
    parser.add(u"key-file"_s,
        tr("A file that holds the key. Without it: the variable RUNNEL_API_KEY, then the vendor's own."),
        u"FILE"_s);
    parser.add(u"header"_s, tr("Another header to send, as \"Name: value\"; may be given several times."),
        u"HEADER"_s);
    parser.add(u"proxy"_s, tr("system (as the environment says), none, or an address."), u"PROXY"_s);
    parser.add(u"accept-certificate"_s,
        tr("Trust the server's certificate with this SHA-256 fingerprint, whoever signed it."),
        u"FINGERPRINT"_s);
}

void addAskOptions(VerbParser &parser)
{
    addServerOptions(parser);
    parser.add(u"model"_s, tr("The model, as the server names it."), u"NAME"_s);
    parser.add(u"system"_s, tr("The system prompt."), u"TEXT"_s);
    parser.add(u"temperature"_s, tr("0 to 2."), u"NUMBER"_s);
    parser.add(u"top-p"_s, tr("0 to 1."), u"NUMBER"_s);
    parser.add(u"max-tokens"_s, tr("The longest reply."), u"COUNT"_s);
    parser.add(u"stop"_s, tr("End the reply before this text; may be given several times."), u"TEXT"_s);
    parser.add(u"reasoning"_s, tr("How much the model may think: minimal, low, medium, high."), u"EFFORT"_s);
    parser.add(
        u"timeout"_s, tr("All of the following four: seconds, or with the unit ms, s or m."), u"TIME"_s);
    parser.add(u"timeout-connect"_s, tr("To connect, TLS included (10 s)."), u"TIME"_s);
    parser.add(
        u"timeout-first-token"_s, tr("From the request to the reply's first word (120 s)."), u"TIME"_s);
    parser.add(u"timeout-idle"_s, tr("Between two bytes of the reply (60 s)."), u"TIME"_s);
    parser.add(
        u"timeout-progress"_s, tr("Without a word, although the connection lives (5 min)."), u"TIME"_s);
    parser.add(
        u"record"_s, tr("Record what the server sends, with its times and without secrets."), u"FILE"_s);
    parser.add(u"json"_s, tr("Print one JSON object a line."));
}

Result<ServerOptions> readServerOptions(const VerbParser &parser)
{
    ServerOptions options;
    if (auto read = readProxy(parser, options.proxy); !read)
        return read.error();
    TargetDescription description;
    description.url = parser.value(u"url"_s);
    description.provider = parser.value(u"provider"_s);
    description.keyFile = parser.value(u"key-file"_s);
    description.headers = parser.values(u"header"_s);
    // A key, a header or a certificate is meant for a certain server, not for any that answers.
    const QStringList naming{u"url"_s, u"provider"_s, u"key-file"_s, u"header"_s, u"accept-certificate"_s};
    if (std::none_of(naming.begin(), naming.end(), [&](const QString &name) { return parser.isSet(name); }))
        return options;
    auto target = resolveTarget(description, QProcessEnvironment::systemEnvironment());
    if (!target)
        return target.error();
    options.target = target.takeValue();
    const Endpoint &endpoint = options.target.endpoint;
    if (parser.isSet(u"accept-certificate"_s)) {
        auto trusted = acceptCertificate(parser.value(u"accept-certificate"_s), endpoint.baseUrl);
        if (!trusted)
            return trusted.error();
        options.trusted = trusted.takeValue();
    }
    if (isKeyExposed(endpoint))
        options.warning = tr("The key travels unencrypted to %1: use https:// where the server offers it.")
                              .arg(endpoint.baseUrl.host());
    return options;
}

Result<AskOptions> readAskOptions(const VerbParser &parser)
{
    AskOptions options;
    options.asJson = parser.isSet(u"json"_s);
    options.recordPath = parser.value(u"record"_s);
    for (const QString &name : {u"record"_s, u"key-file"_s}) {
        if (parser.isSet(name) && parser.value(name).isEmpty())
            return invalid(tr("--%1 wants the name of a file.").arg(name));
    }
    for (auto read :
        {readTimeouts(parser, options.client.timeouts), readCompletion(parser, options.completion)}) {
        if (!read)
            return read.error();
    }

    auto server = readServerOptions(parser);
    if (!server)
        return server.error();
    options.target = server.value().target;
    options.target.model = parser.value(u"model"_s);
    options.client.proxy = server.value().proxy;
    options.client.trusted = server.value().trusted;
    options.warning = server.value().warning;
    return options;
}

} // namespace runnel
