// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsonsalvage.h"

namespace runnel {

namespace {

/// Follows a JSON text from its start and knows what is open.
struct OpenParts
{
    QByteArray closers; // of what is open, outermost first
    bool inString = false;
    bool expectsKey = false; // the next or open string is an object's key
    bool hasKeyWithoutValue = false;
    qsizetype escapeAt = -1; // of an escape that may be cut
    qsizetype wordAt = -1;   // of a number or literal that may be cut

    void structure(char c)
    {
        switch (c) {
        case '{':
        case '[':
            closers += c == '{' ? '}' : ']';
            expectsKey = c == '{';
            hasKeyWithoutValue = false;
            break;
        case '}':
        case ']':
            closers.chop(1);
            expectsKey = false;
            hasKeyWithoutValue = false;
            break;
        case ',':
            expectsKey = closers.endsWith('}');
            hasKeyWithoutValue = false;
            break;
        default: // ':'
            expectsKey = false;
            hasKeyWithoutValue = true;
        }
    }
};

bool isStructural(char c)
{
    return c == '{' || c == '[' || c == '}' || c == ']' || c == ',' || c == ':';
}

} // namespace

QByteArray closedJson(QByteArrayView cut)
{
    constexpr qsizetype longestEscape = 6; // \uXXXX
    OpenParts open;
    for (qsizetype i = 0; i < cut.size(); ++i) {
        const char c = cut[i];
        if (open.inString) {
            if (c == '\\') {
                open.escapeAt = i;
                ++i;
            } else if (c == '"') {
                open.inString = false;
                if (!open.expectsKey)
                    open.hasKeyWithoutValue = false;
            }
        } else if (c == '"') {
            open.inString = true;
            open.wordAt = -1;
        } else if (isStructural(c)) {
            open.structure(c);
            open.wordAt = -1;
        } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
            if (open.wordAt < 0)
                open.wordAt = i;
            open.hasKeyWithoutValue = false;
        }
    }

    QByteArray closed = cut.toByteArray();
    if (open.inString) {
        const bool isUnicode
            = open.escapeAt >= 0 && open.escapeAt + 1 < cut.size() && cut[open.escapeAt + 1] == 'u';
        const qsizetype escapeLength = isUnicode ? longestEscape : 2;
        if (open.escapeAt >= 0 && open.escapeAt + escapeLength > cut.size())
            closed.truncate(open.escapeAt);
        closed += '"';
        if (open.expectsKey)
            closed += ":null";
    } else if (open.wordAt >= 0) {
        closed.truncate(open.wordAt);
        closed += "null"; // half a number is another number
    } else {
        while (!closed.isEmpty()
            && (closed.back() == ' ' || closed.back() == '\n' || closed.back() == '\r'
                || closed.back() == '\t'))
            closed.chop(1);
        if (open.hasKeyWithoutValue)
            closed += "null";
        else if (closed.endsWith(','))
            closed.chop(1);
        else if (open.expectsKey && closed.endsWith('"'))
            closed += ":null";
    }
    for (qsizetype i = open.closers.size() - 1; i >= 0; --i)
        closed += open.closers[i];
    return closed;
}

} // namespace runnel
