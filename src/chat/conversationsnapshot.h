// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chat/completionoptions.h"
#include "chat/ids.h"
#include "chat/messagetree.h"

#include <QString>

namespace runnel {

/// A whole conversation as a value: every branch, the title, the options. Cheap to copy (see MessageTree)
/// and safe to give to another thread. A Conversation is made from it as it was.
struct ConversationSnapshot
{
    ConversationId id;
    QString title;
    CompletionOptions options;
    MessageTree tree;

    friend bool operator==(const ConversationSnapshot &, const ConversationSnapshot &) = default;
};

} // namespace runnel
