// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace runnel {

/// What a model can do. Without a value: nobody has said.
struct ModelTraits
{
    std::optional<qint64> contextTokens = {}; ///< of the running server where it tells, else of the model
    std::optional<bool> vision = {};
    std::optional<bool> tools = {};
    std::optional<bool> reasoning = {};
    std::optional<bool> chat = {}; ///< false: made for something else, such as embeddings

    /// This, with what @p better says in place of its own.
    ModelTraits overriddenBy(const ModelTraits &better) const
    {
        return {better.contextTokens ? better.contextTokens : contextTokens,
            better.vision ? better.vision : vision, better.tools ? better.tools : tools,
            better.reasoning ? better.reasoning : reasoning, better.chat ? better.chat : chat};
    }

    friend bool operator==(const ModelTraits &, const ModelTraits &) = default;
};

/// One model of a server: a value.
struct ModelInfo
{
    QString id;          ///< as a request names it
    QString displayName; ///< empty: the id is all there is
    ModelTraits traits;

    friend bool operator==(const ModelInfo &, const ModelInfo &) = default;
};

} // namespace runnel
