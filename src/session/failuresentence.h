// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/failure.h"

#include <QJsonObject>
#include <QString>

namespace runnel {

/// What went wrong and what to do next, as a sentence or two for the person, translated. The server's own
/// words stand in it as a quotation. @p hasText: something of the reply came before, and is kept.
QString failureSentence(const Failure &failure, bool hasText);

/// What went wrong, and that try @p tryNumber (the first question was try 1) follows after @p delay.
QString retrySentence(const Failure &failure, std::chrono::milliseconds delay, int tryNumber);

/// failureSentence() for programs: code (the provider's, else the cause), message (the provider's, else the
/// sentence), cause, endedBy, and httpStatus and retryAfterMs where there are any.
QJsonObject failureJson(const Failure &failure, bool hasText);

/// A duration as words: "0.4 s", "12 s", "2 min".
QString durationText(std::chrono::milliseconds duration);

} // namespace runnel
