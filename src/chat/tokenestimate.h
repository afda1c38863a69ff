// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

namespace runnel {

/// How many tokens a model will count for @p text, about: 0 only for no text. No tokenizer is asked; the
/// weights of characters and words are fitted to the mean of o200k, cl100k, Llama 3, Qwen 3, DeepSeek V3 and
/// Gemma 3. One pass, no allocation.
///
/// Error on texts that the fit did not see (docs/technotes/token-estimate.md has every figure): English,
/// code and Markdown within 17 % at the median for each of the six (most within 10 %), 13 to 43 % at the
/// 95th percentile, 63 % for logs; Chinese, Japanese and Korean within 31 %, Gemma's Japanese 40 %. Scripts
/// that the six treat very differently are off by as much as they differ: Russian -7 to +28 %, Greek -34 to
/// +45 %, Hindi -37 to +95 %. Tokenizers older than 2023 use more: it is 13 to 49 % too low for Mistral's
/// first, and up to 68 % too low outside English for Claude's published one.
qint64 estimatedTokens(QStringView text);

} // namespace runnel
