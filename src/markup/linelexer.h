// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/languagedefinition.h"

#include <QList>
#include <QStringView>

#include <array>

namespace runnel {

/// What a line leaves open for the next: a value of 72 bytes, to be stored per line and compared.
///
/// The default is the beginning of a text. Of use only to lexers of the language that made it; any other
/// takes one that it cannot read for the beginning.
class LineState final
{
public:
    bool isBeginning() const { return m_frameCount == 0; }
    friend bool operator==(const LineState &, const LineState &) = default;

private:
    friend class LineRun;

    // A context entered, and how often again directly within itself (nested comments, braces).
    struct Frame
    {
        quint8 context = 0;
        quint8 delimiterUnits = 0;
        quint16 repeatCount = 0;
        quint32 delimiter = 0; // its hash; for contexts that end by indentation, that in units
        friend bool operator==(const Frame &, const Frame &) = default;
    };

    std::array<Frame, 8> m_frames = {}; // unused ones are zero, so that equal states are equal bytes
    quint32 m_frameCount = 0;
    quint32 m_overflowCount = 0; // contexts entered beyond those: counted, not known
};
static_assert(sizeof(LineState) == 72);

/// Tells keywords from strings, line by line.
///
/// Any way of splitting a text into runs of lines gives the same tokens as long as each line is given the
/// state that the line before it left. Time is linear in the line's length whatever it holds. Never fails:
/// what a definition does not know stays plain. Thread-safe: lexing changes nothing here.
class LineLexer final
{
public:
    explicit LineLexer(LanguageDefinition::Pointer language) : m_language(std::move(language)) { }

    const LanguageDefinition &language() const { return *m_language; }

    /// Replaces @p tokens by those of @p line (without its line end), in order, apart, none empty or Plain.
    /// Returns the state for the next line.
    LineState lex(QStringView line, const LineState &state, QList<CodeToken> &tokens) const;

private:
    LanguageDefinition::Pointer m_language;
};

} // namespace runnel
