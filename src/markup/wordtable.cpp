// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/wordtable.h"

#include <algorithm>

namespace runnel {

namespace {

char16_t lowered(char16_t unit)
{
    return unit >= u'A' && unit <= u'Z' ? char16_t(unit + 32) : unit;
}

} // namespace

bool WordTable::isSame(QStringView a, QStringView b) const
{
    if (!m_ignoresCase)
        return a == b;
    return std::ranges::equal(
        a, b, [](QChar x, QChar y) { return lowered(x.unicode()) == lowered(y.unicode()); });
}

// The slot that holds the text, or the free one where it would go.
size_t WordTable::slotOf(QStringView text) const
{
    quint32 hash = 2166136261; // FNV-1a
    for (const QChar c : text)
        hash = (hash ^ (m_ignoresCase ? lowered(c.unicode()) : c.unicode())) * 16777619;
    const size_t mask = m_slots.size() - 1;
    size_t at = (hash ^ (hash >> 15)) & mask;
    while (!m_slots[at].text.isEmpty() && !isSame(m_slots[at].text, text))
        at = (at + 1) & mask;
    return at;
}

void WordTable::grow()
{
    std::vector<Slot> old(std::max<size_t>(16, m_slots.size() * 2));
    old.swap(m_slots);
    for (Slot &slot : old) {
        if (!slot.text.isEmpty())
            m_slots[slotOf(slot.text)] = std::move(slot);
    }
}

bool WordTable::add(const QString &text, const Word &word)
{
    if ((m_count + 1) * 2 > m_slots.size())
        grow();
    Slot &slot = m_slots[slotOf(text)];
    if (!slot.text.isEmpty())
        return false;
    slot = {text, word};
    ++m_count;
    m_longest = std::max(m_longest, text.size());
    return true;
}

const WordTable::Word *WordTable::find(QStringView text) const
{
    if (text.isEmpty() || text.size() > m_longest)
        return nullptr;
    const Slot &slot = m_slots[slotOf(text)];
    return slot.text.isEmpty() ? nullptr : &slot.word;
}

} // namespace runnel
