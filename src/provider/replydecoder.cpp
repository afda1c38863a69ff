// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/replydecoder.h"

#include "provider/openaichat.h"

namespace runnel {

std::unique_ptr<ReplyDecoder> ReplyDecoder::create(Dialect dialect)
{
    switch (dialect) {
    case Dialect::OpenAiChat:
        return std::make_unique<OpenAiChatDecoder>();
    }
    Q_UNREACHABLE();
}

} // namespace runnel
