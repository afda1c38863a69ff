// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/tokenclass.h"

#include <QString>

#include <optional>
#include <vector>

namespace runnel {

/// Words of a language and what they are: one hash and one comparison a look-up.
class WordTable final
{
public:
    struct Word
    {
        TokenClass tokenClass = TokenClass::Plain;
        std::optional<TokenClass> next; ///< what the word after it is
    };

    explicit WordTable(bool ignoresCase) : m_ignoresCase(ignoresCase) { }

    /// False where @p text is in the table already, which stays as it is.
    bool add(const QString &text, const Word &word);

    /// Null where @p text is not in the table. ASCII letters of either case are one if case is ignored.
    const Word *find(QStringView text) const;

private:
    struct Slot
    {
        QString text; // empty: free
        Word word;
    };

    size_t slotOf(QStringView text) const;
    bool isSame(QStringView a, QStringView b) const;
    void grow();

    bool m_ignoresCase;
    qsizetype m_longest = 0;
    size_t m_count = 0;
    std::vector<Slot> m_slots; // a power of two, at most half full
};

} // namespace runnel
