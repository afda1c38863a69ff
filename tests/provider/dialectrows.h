// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "provider/openaichatrows.h"

namespace runnel {

// One rule or trap a row, each in what its API really sends.

QList<DecoderRow> openAiResponsesRows();
QList<DecoderRow> anthropicRows();
QList<DecoderRow> geminiRows();
QList<DecoderRow> ollamaRows();

} // namespace runnel
