// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "markup/patterngraph.h"

#include <array>

namespace runnel {

/// A deterministic automaton over a PatternGraph: one table look-up a character.
///
/// Rows are addressed by their offset in one table. A row's first cell is the pattern it accepts, plus one;
/// the others lead on by the class of the character read. Row 0 is the end of every way.
class Automaton final
{
public:
    using Row = quint32;

    /// What holds where a match is tried. The patterns that may begin depend on it.
    enum Situation : quint8
    {
        WithinLine = 0,
        LineStart = 1,  ///< patterns with `^` may begin
        AfterValue = 2, ///< patterns that only an operand may begin with may not
    };
    static constexpr int situationCount = 4;

    struct Start
    {
        PatternGraph::Entry entry;
        bool needsOperand = false; ///< not after a value
    };

    /// Builds the automaton of @p starts. LimitExceeded beyond 2,000 rows; InvalidInput where a pattern
    /// matches without reading.
    static Result<Automaton> build(const PatternGraph &graph, const std::vector<Start> &starts);

    struct Match
    {
        qsizetype end = -1;
        int pattern = -1; ///< -1 for none
    };

    /// The longest match in @p text from @p begin on; of equally long ones the pattern of the lowest number.
    /// A way that goes 256 units without accepting is given up, so that the whole of a line costs no more
    /// than a constant a unit.
    Match match(QStringView text, qsizetype begin, int situation) const;

    /// Whether no match begins with @p unit within a line, whatever stands before it.
    bool skips(char16_t unit) const { return m_skips.test(symbolOf(unit)); }

    size_t rowCount() const { return m_stride == 0 ? 0 : m_cells.size() / m_stride; }

private:
    static size_t symbolOf(char16_t unit) { return unit < 128 ? unit : size_t(symbol::nonAscii); }

    void classify(const PatternGraph &graph);

    std::array<quint8, symbol::count> m_classOf = {}; // from 1: a row's cell 0 is what it accepts
    size_t m_stride = 0;
    std::vector<Row> m_cells;
    std::array<Row, situationCount> m_starts = {};
    SymbolSet m_skips;
};

} // namespace runnel
