// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sse/referenceparser.h"

#include <algorithm>

namespace runnel::test {

namespace {

using Text = QList<char32_t>;

// 9.2.5: "Lines must be separated by either a U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair,
// a single U+000A LINE FEED (LF) character, or a single U+000D CARRIAGE RETURN (CR) character." What follows
// the last line end is no line: it is pending data at the end of the file.
QList<Text> linesOf(const Text &text)
{
    QList<Text> lines;
    Text line;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != U'\r' && text[i] != U'\n') {
            line.append(text[i]);
            continue;
        }
        if (text[i] == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n')
            ++i;
        lines.append(line);
        line.clear();
    }
    return lines;
}

Text textOf(const char *ascii)
{
    Text text;
    for (; *ascii; ++ascii)
        text.append(char32_t(*ascii));
    return text;
}

struct Interpreter
{
    ParsedStream result;
    Text data;
    Text type;
    Text id;

    void dispatch()
    {
        result.idString = utf8Encode(id);
        if (data.isEmpty()) {
            type.clear();
            return;
        }
        if (data.last() == U'\n')
            data.removeLast();
        result.events.append(
            {type.isEmpty() ? QByteArray("message") : utf8Encode(type), utf8Encode(data), result.idString});
        data.clear();
        type.clear();
    }

    void processField(const Text &field, const Text &value)
    {
        if (field == textOf("event")) {
            type = value;
        } else if (field == textOf("data")) {
            data += value;
            data.append(U'\n');
        } else if (field == textOf("id")) {
            if (!value.contains(U'\0'))
                id = value;
        } else if (field == textOf("retry")) {
            const bool digits = std::ranges::all_of(value, [](char32_t c) { return c >= U'0' && c <= U'9'; });
            if (!digits || value.isEmpty())
                return;
            QByteArray number = utf8Encode(value);
            while (number.startsWith('0') && number.size() > 1)
                number.remove(0, 1);
            result.retryDigits = number;
        }
    }

    void processLine(const Text &line)
    {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        const qsizetype colon = line.indexOf(U':');
        if (colon == 0)
            return;
        if (colon < 0) {
            processField(line, {});
            return;
        }
        Text value = line.sliced(colon + 1);
        if (!value.isEmpty() && value.first() == U' ')
            value.removeFirst();
        processField(line.first(colon), value);
    }
};

} // namespace

QList<char32_t> utf8Decode(QByteArrayView bytes)
{
    if (bytes.startsWith("\xEF\xBB\xBF"))
        bytes = bytes.sliced(3);
    // Encoding standard, 8.1.1 "UTF-8 decoder": its variables by their names.
    Text out;
    char32_t codePoint = 0;
    int bytesSeen = 0;
    int bytesNeeded = 0;
    int lowerBoundary = 0x80;
    int upperBoundary = 0xBF;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const int byte = uchar(bytes[i]);
        if (bytesNeeded == 0) {
            if (byte <= 0x7F) {
                out.append(char32_t(byte));
            } else if (byte >= 0xC2 && byte <= 0xDF) {
                bytesNeeded = 1;
                codePoint = byte & 0x1F;
            } else if (byte >= 0xE0 && byte <= 0xEF) {
                if (byte == 0xE0)
                    lowerBoundary = 0xA0;
                if (byte == 0xED)
                    upperBoundary = 0x9F;
                bytesNeeded = 2;
                codePoint = byte & 0xF;
            } else if (byte >= 0xF0 && byte <= 0xF4) {
                if (byte == 0xF0)
                    lowerBoundary = 0x90;
                if (byte == 0xF4)
                    upperBoundary = 0x8F;
                bytesNeeded = 3;
                codePoint = byte & 0x7;
            } else {
                out.append(0xFFFD);
            }
            continue;
        }
        const bool inRange = byte >= lowerBoundary && byte <= upperBoundary;
        lowerBoundary = 0x80;
        upperBoundary = 0xBF;
        if (!inRange) {
            codePoint = bytesNeeded = bytesSeen = 0;
            out.append(0xFFFD);
            --i; // "Restore byte to ioQueue"
            continue;
        }
        codePoint = (codePoint << 6) | char32_t(byte & 0x3F);
        if (++bytesSeen == bytesNeeded) {
            out.append(codePoint);
            codePoint = bytesNeeded = bytesSeen = 0;
        }
    }
    if (bytesNeeded != 0)
        out.append(0xFFFD);
    return out;
}

QByteArray utf8Encode(const QList<char32_t> &characters)
{
    QByteArray out;
    for (const char32_t c : characters) {
        if (c < 0x80) {
            out += char(c);
        } else if (c < 0x800) {
            out += char(0xC0 | (c >> 6));
            out += char(0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            out += char(0xE0 | (c >> 12));
            out += char(0x80 | ((c >> 6) & 0x3F));
            out += char(0x80 | (c & 0x3F));
        } else {
            out += char(0xF0 | (c >> 18));
            out += char(0x80 | ((c >> 12) & 0x3F));
            out += char(0x80 | ((c >> 6) & 0x3F));
            out += char(0x80 | (c & 0x3F));
        }
    }
    return out;
}

ParsedStream referenceParse(QByteArrayView bytes)
{
    Interpreter interpreter;
    for (const Text &line : linesOf(utf8Decode(bytes)))
        interpreter.processLine(line);
    interpreter.result.idBuffer = utf8Encode(interpreter.id);
    return interpreter.result;
}

} // namespace runnel::test
