// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/toolcallassembler.h"

namespace runnel {

qsizetype ToolCallAssembler::find(const WireToolCall &piece) const
{
    // Newest first: where an index was used again, its latest call is the one that goes on.
    for (qsizetype i = m_calls.size() - 1; i >= 0; --i) {
        const Call &call = m_calls[i];
        const bool sameId = piece.id.isEmpty() || call.id.isEmpty() || piece.id == call.id;
        if (piece.index) {
            if (call.index == piece.index && sameId)
                return i;
            if (!call.index && !piece.id.isEmpty() && piece.id == call.id)
                return i;
        } else if (piece.id.isEmpty() || piece.id == call.id) {
            return i;
        }
    }
    return -1;
}

ToolCallDelta ToolCallAssembler::add(const WireToolCall &piece)
{
    qsizetype ordinal = find(piece);
    if (ordinal < 0) {
        ordinal = m_calls.size();
        m_calls.append(Call{piece.index, {}, false});
    }
    Call &call = m_calls[ordinal];
    ToolCallDelta delta;
    delta.ordinal = int(ordinal);
    if (call.id.isEmpty() && !piece.id.isEmpty()) {
        call.id = piece.id;
        delta.id = piece.id;
    }
    if (!call.hasName && !piece.name.isEmpty()) {
        call.hasName = true;
        delta.name = piece.name;
    }
    delta.argumentsTail = piece.arguments;
    return delta;
}

} // namespace runnel
