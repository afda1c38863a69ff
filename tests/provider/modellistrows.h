// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/modelinfo.h"

#include <QByteArray>
#include <QList>

namespace runnel {

/// A body as a vendor documents it, and what it says.
struct ModelListRow
{
    enum class Parser
    {
        OpenAi,
        OllamaTags,
        Anthropic,
        Gemini,
    };

    const char *name;
    Parser parser;
    QByteArray body;
    QList<ModelInfo> models;
    QString next = {};
    bool isMalformed = false;
};

QList<ModelListRow> modelListRows();

struct ModelTraitsRow
{
    enum class Parser
    {
        OllamaShow,
        LlamaCppProps,
        KoboldContext,
    };

    const char *name;
    Parser parser;
    QByteArray body;
    ModelTraits traits;
};

QList<ModelTraitsRow> modelTraitsRows();

} // namespace runnel
