// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/providererror.h"

#include "sse/eventstreamparser.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace runnel {

namespace {

/// Strings as they are, numbers as decimal text, anything else as nothing.
QString scalarText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return QString::number(value.toInteger());
    return {};
}

QString firstText(const QJsonObject &object, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        if (QString text = scalarText(object.value(name)); !text.isEmpty())
            return text;
    }
    return {};
}

/// FastAPI's {"detail":"text"} or {"detail":[{"msg":"text"}]}.
QString detailText(const QJsonValue &detail)
{
    if (detail.isArray())
        return firstText(detail.toArray().at(0).toObject(), {QLatin1StringView("msg")});
    if (detail.isObject())
        return firstText(detail.toObject(), {QLatin1StringView("message"), QLatin1StringView("msg")});
    return scalarText(detail);
}

ProviderError fromObject(const QJsonObject &object)
{
    ProviderError error;
    error.code = firstText(
        object, {QLatin1StringView("status"), QLatin1StringView("code"), QLatin1StringView("type")});
    error.message = firstText(object, {QLatin1StringView("message"), QLatin1StringView("msg")});
    if (error.message.isEmpty())
        error.message = detailText(object.value(QLatin1StringView("detail")));
    return error;
}

std::optional<ProviderError> fromValue(const QJsonValue &value)
{
    if (value.isArray())
        return fromValue(value.toArray().at(0));
    const QJsonObject object = value.toObject();
    const QJsonValue error = object.value(QLatin1StringView("error"));
    if (error.isObject())
        return fromObject(error.toObject());
    if (error.isString()) {
        // OAuth's and some gateways' form: the code in "error", the words beside it.
        const QString words
            = firstText(object, {QLatin1StringView("error_description"), QLatin1StringView("message")});
        return words.isEmpty() ? ProviderError{{}, error.toString()} : ProviderError{error.toString(), words};
    }
    if (const QJsonArray errors = object.value(QLatin1StringView("errors")).toArray(); !errors.isEmpty()) {
        return errors.first().isObject() ? fromObject(errors.first().toObject())
                                         : ProviderError{{}, scalarText(errors.first())};
    }
    ProviderError bare = fromObject(object);
    if (bare.message.isEmpty())
        return std::nullopt;
    if (object.value(QLatin1StringView("type")).toString() == QLatin1StringView("error")
        && bare.code == QLatin1StringView("error"))
        bare.code.clear();
    return bare;
}

} // namespace

std::optional<ProviderError> readProviderError(QByteArrayView json)
{
    // Qt's parser, not simdjson: it is rare, and Qt's takes lone surrogates (dialects.md).
    const QByteArray valid = QString::fromUtf8(json).toUtf8();
    const QJsonDocument document = QJsonDocument::fromJson(valid);
    if (document.isArray())
        return fromValue(document.array());
    if (document.isObject())
        return fromValue(document.object());
    return std::nullopt;
}

QString textSummary(QByteArrayView body)
{
    constexpr qsizetype longest = 200;
    static const QRegularExpression title(
        QStringLiteral("<title[^>]*>([^<]*)</title>"), QRegularExpression::CaseInsensitiveOption);
    const QString text = QString::fromUtf8(body.first(qMin<qsizetype>(body.size(), 64 * 1024)));
    const QRegularExpressionMatch match = title.match(text);
    QString summary = match.hasMatch() ? match.captured(1).simplified() : QString();
    if (summary.isEmpty())
        summary = text.first(qMin<qsizetype>(text.size(), 4 * longest)).simplified();
    summary.truncate(longest);
    if (!summary.isEmpty() && summary.back().isHighSurrogate())
        summary.chop(1);
    return summary;
}

ProviderError readErrorBody(QByteArrayView body)
{
    if (auto error = readProviderError(body); error && !(error->message.isEmpty() && error->code.isEmpty()))
        return *error;
    std::optional<ProviderError> fromStream;
    EventStreamParser parser;
    const auto look = [&](const ServerSentEvent &event) {
        if (!fromStream)
            fromStream = readProviderError(event.data);
    };
    parser.feed(body, look);
    parser.flush(look);
    return fromStream.value_or(ProviderError{{}, textSummary(body)});
}

} // namespace runnel
