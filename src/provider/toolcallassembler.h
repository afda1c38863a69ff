// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/replydelta.h"

#include <QList>
#include <QString>

#include <optional>

namespace runnel {

/// A piece of a tool call as the wire gave it.
struct WireToolCall
{
    std::optional<qint64> index;
    QString id;
    QString name;
    QString arguments;
};

/// Decides which call of a reply a piece belongs to.
///
/// By index; a different non-empty id on a used index begins a new call (Ollama sends index 0 for all of
/// them). Without an index the id decides; without an id, too, the piece goes on with the last call.
/// A repeated or empty id or name never overwrites (dialects.md, "Normalisation rules").
class ToolCallAssembler final
{
public:
    /// What @p piece adds to the reply.
    ToolCallDelta add(const WireToolCall &piece);

    bool isEmpty() const { return m_calls.isEmpty(); }

private:
    struct Call
    {
        std::optional<qint64> index;
        QString id;
        bool hasName = false;
    };

    qsizetype find(const WireToolCall &piece) const;

    QList<Call> m_calls; // by ordinal
};

} // namespace runnel
