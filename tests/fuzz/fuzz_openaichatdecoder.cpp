// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openaichat.h"

#include <cstdint>
#include <cstdlib>

using namespace runnel;

// What a chunk says does not depend on whether the one before it let the parser be passed by: a space before
// it means nothing, but makes it another text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView input(reinterpret_cast<const char *>(data), qsizetype(size));
    OpenAiChatDecoder plain;
    OpenAiChatDecoder spaced;
    QByteArray indent;
    for (const QByteArray &line : input.toByteArray().split('\n')) {
        const QByteArray json = QString::fromUtf8(line).toUtf8();
        ReplyDelta delta;
        ReplyDelta spacedDelta;
        const auto step = plain.decodeDocument(json, delta);
        indent += ' '; // one more each time, so that nothing is recognised
        const auto spacedStep = spaced.decodeDocument(indent + json, spacedDelta);
        if (step != spacedStep)
            std::abort();
        if (step != ReplyDecoder::Step::Unreadable && !(delta == spacedDelta))
            std::abort();
    }
    return 0;
}
