// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/automaton.h"

#include <algorithm>
#include <map>

namespace runnel {

namespace {

constexpr size_t maxRowCount = 2'000; // the largest of ours has some 300
constexpr qsizetype maxTailUnits = 256;

using NodeSet = std::vector<int>; // sorted

NodeSet closure(const PatternGraph &graph, NodeSet open)
{
    std::vector<bool> seen(graph.nodes().size());
    NodeSet all;
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        if (seen[size_t(node)])
            continue;
        seen[size_t(node)] = true;
        const PatternGraph::Node &from = graph.nodes()[size_t(node)];
        // A node that only passes on need not be remembered.
        if (from.to >= 0 || from.accepts >= 0)
            all.push_back(node);
        open.insert(open.end(), from.empty.begin(), from.empty.end());
    }
    std::ranges::sort(all);
    return all;
}

int acceptedBy(const PatternGraph &graph, const NodeSet &nodes)
{
    int lowest = -1;
    for (const int node : nodes) {
        const int pattern = graph.nodes()[size_t(node)].accepts;
        if (pattern >= 0 && (lowest < 0 || pattern < lowest))
            lowest = pattern;
    }
    return lowest;
}

} // namespace

// Symbols that no node tells apart share a class: some 30 columns a row instead of 130.
void Automaton::classify(const PatternGraph &graph)
{
    std::map<std::vector<bool>, quint8> classes;
    std::vector<SymbolSet> sets;
    for (const PatternGraph::Node &node : graph.nodes()) {
        if (node.to >= 0 && std::ranges::find(sets, node.on) == sets.end())
            sets.push_back(node.on);
    }
    for (size_t i = 0; i < symbol::count; ++i) {
        std::vector<bool> signature;
        signature.reserve(sets.size());
        for (const SymbolSet &set : sets)
            signature.push_back(set.test(i));
        m_classOf[i] = classes.try_emplace(signature, quint8(classes.size() + 1)).first->second;
    }
    m_stride = classes.size() + 1;
}

Result<Automaton> Automaton::build(const PatternGraph &graph, const std::vector<Start> &starts)
{
    Automaton made;
    made.classify(graph);
    std::vector<size_t> sampleOf(made.m_stride); // one symbol of each class
    for (size_t i = 0; i < symbol::count; ++i)
        sampleOf[made.m_classOf[i]] = i;

    std::map<NodeSet, Row> rows;
    std::vector<NodeSet> open; // the sets by row number, in the order of discovery
    const auto rowOf = [&](NodeSet nodes) {
        const auto [found, isNew] = rows.try_emplace(std::move(nodes), Row(open.size() * made.m_stride));
        if (isNew)
            open.push_back(found->first);
        return found->second;
    };
    rowOf({});
    for (int situation = 0; situation < situationCount; ++situation) {
        NodeSet begin;
        for (const Start &start : starts) {
            const bool isOpen = (!start.entry.isAtLineStart || (situation & LineStart))
                && (!start.needsOperand || !(situation & AfterValue));
            if (isOpen)
                begin.push_back(start.entry.node);
        }
        NodeSet nodes = closure(graph, begin);
        if (acceptedBy(graph, nodes) >= 0)
            return Error{
                Error::Kind::InvalidInput, QStringLiteral("a pattern matches the empty text"), {}, 0};
        made.m_starts[size_t(situation)] = rowOf(std::move(nodes));
    }
    for (size_t at = 0; at < open.size(); ++at) {
        if (at > maxRowCount)
            return Error{Error::Kind::LimitExceeded, QStringLiteral("patterns need over 2000 rows"), {}, 0};
        const NodeSet nodes = open[at];
        made.m_cells.resize((at + 1) * made.m_stride);
        Row *const row = made.m_cells.data() + at * made.m_stride;
        row[0] = Row(acceptedBy(graph, nodes) + 1);
        for (size_t column = 1; column < made.m_stride; ++column) {
            NodeSet next;
            for (const int node : nodes) {
                const PatternGraph::Node &from = graph.nodes()[size_t(node)];
                if (from.to >= 0 && from.on.test(sampleOf[column]))
                    next.push_back(from.to);
            }
            row[column] = rowOf(closure(graph, next));
        }
    }
    for (size_t i = 0; i < symbol::count; ++i) {
        made.m_skips.set(i,
            made.m_cells[made.m_starts[WithinLine] + made.m_classOf[i]] == 0
                && made.m_cells[made.m_starts[AfterValue] + made.m_classOf[i]] == 0);
    }
    return made;
}

Automaton::Match Automaton::match(QStringView text, qsizetype begin, int situation) const
{
    const char16_t *const units = text.utf16();
    const qsizetype size = text.size();
    const Row *const cells = m_cells.data();
    Row row = m_starts[size_t(situation)];
    Match best;
    qsizetype giveUpAt = begin + maxTailUnits;
    for (qsizetype at = begin;;) {
        if (at == size) {
            row = cells[row + m_classOf[symbol::lineEnd]];
            if (cells[row] != 0)
                best = {at, int(cells[row]) - 1};
            return best;
        }
        row = cells[row + m_classOf[symbolOf(units[at])]];
        if (row == 0)
            return best;
        ++at;
        if (cells[row] != 0) {
            best = {at, int(cells[row]) - 1};
            giveUpAt = at + maxTailUnits;
        } else if (at >= giveUpAt) {
            return best;
        }
    }
}

} // namespace runnel
