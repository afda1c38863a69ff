// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sse/parsedstream.h"

#include <QByteArray>
#include <QByteArrayView>

namespace runnel::test {

/// What a stream comes to at its strict end, computed slowly: the whole stream is decoded to code points by
/// the algorithm of the Encoding standard, cut into lines, and interpreted step by step as WHATWG HTML 9.2.6
/// says. Shares nothing with the parser; knows no limit.
ParsedStream referenceParse(QByteArrayView bytes);

/// The WHATWG "UTF-8 decode": takes away one byte order mark, gives U+FFFD for what is ill-formed.
QList<char32_t> utf8Decode(QByteArrayView bytes);

QByteArray utf8Encode(const QList<char32_t> &characters);

} // namespace runnel::test
