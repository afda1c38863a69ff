// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/replydelta.h"

#include <QByteArrayView>

#include <optional>

namespace runnel {

/// The error object in a JSON text, whichever of the known shapes it has:
/// {"error":{"message","type","code","status"}}, {"error":"text"}, [{"error":…}] (Gemini),
/// {"object":"error","message",…} (vLLM), {"message":…}, {"detail":…} (FastAPI), {"errors":[…]}.
/// The code is the status string, else the code, else the type, else "". None: there is no error in it.
std::optional<ProviderError> readProviderError(QByteArrayView json);

/// What the body of an answer with an error status says: its error object, also inside an event stream;
/// else an HTML page's title; else its first 200 characters on one line.
ProviderError readErrorBody(QByteArrayView body);

/// The title of an HTML page, or the first 200 characters of a text, on one line.
QString textSummary(QByteArrayView body);

} // namespace runnel
