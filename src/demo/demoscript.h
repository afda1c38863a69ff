// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace runnel {

/// One reply of the demo, as its author wrote it.
///
/// The text of one begins with lines "key: value" (`language` en or zh, `keywords` separated by commas,
/// `rate` in pieces a second), then a line "---". Of the lines that follow, those that begin with "%% " are
/// directions: "%% reasoning" and "%% text" say what the next lines are, "%% pause MILLISECONDS" waits,
/// "%% numbers COUNT" puts numberAlmanac() in, and "%% cut" ends the reply as a lost connection does.
struct DemoScript
{
    enum class Language
    {
        English,
        Chinese,
    };
    enum class Channel
    {
        Text,
        Reasoning,
    };
    struct Passage
    {
        Channel channel = Channel::Text;
        QString words;
        std::chrono::milliseconds pause{0}; ///< before the words
    };

    QString name;
    Language language = Language::English;
    QStringList keywords; ///< in lower case
    double rate = 40;     ///< pieces a second
    QList<Passage> passages;
    bool isCut = false; ///< the connection is lost before the reply says that it is complete

    /// All words of that channel.
    QString words(Channel channel) const;
};

/// Reads one. InvalidInput: an unknown key or direction, or no text; the message names it.
Result<DemoScript> parseDemoScript(const QString &name, const QString &source);

/// Cuts a text into pieces about as a model's tokens are: words with the space before them, three digits, one
/// sign, one Chinese character. Joined they are the text again.
QStringList tokenPieces(const QString &text);

/// Facts on the numbers from 1 to @p count, in Markdown: a long text of which every word can be checked.
QString numberAlmanac(int count);

} // namespace runnel
