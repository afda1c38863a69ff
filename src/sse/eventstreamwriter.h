// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <chrono>
#include <optional>

namespace runnel {

/// An event to be sent. The bytes are UTF-8, which is the caller's word: a reader repairs what is not.
struct OutgoingEvent
{
    QByteArrayView data;      ///< CR, LF and CR LF all end a line of it; a reader gets them back as LF
    QByteArrayView type = {}; ///< empty: no `event` field, which a reader takes as "message"
    std::optional<QByteArrayView> id = {}; ///< none: the reader's last event ID stays; empty: it is cleared
};

/// Turns events into the bytes of an event stream, and collects them.
///
/// Data may hold anything: the format knows no line end within a line, so data with line ends goes as
/// several `data` fields, which a reader joins by LF. An id or a type cannot be split, so one with a line end
/// is refused, and so is NUL there: a reader ignores such an id, and nothing should come of a forged type.
/// Source: WHATWG HTML, 9.2.5.
class EventStreamWriter final
{
public:
    /// Appends the fields and the blank line. Error: InvalidInput, nothing was appended.
    Result<void> writeEvent(const OutgoingEvent &event);

    /// Appends a comment, a line for each line of @p text, and a blank line, which dispatches nothing where
    /// an event ended before. Readers ignore it; it keeps idle connections open.
    void writeComment(QByteArrayView text);

    /// Appends the reconnection time. Error: InvalidInput if it is negative, nothing was appended.
    Result<void> writeRetry(std::chrono::milliseconds reconnectionTime);

    /// What was written since the last takeBytes().
    QByteArrayView bytes() const { return m_bytes; }

    /// The same, and starts anew.
    QByteArray takeBytes();

private:
    void writeField(QByteArrayView name, QByteArrayView value);
    void writeLines(QByteArrayView name, QByteArrayView text);

    QByteArray m_bytes;
};

} // namespace runnel
