// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/demoscript.h"

namespace runnel {

/// The replies that the demo has, and which of them answers what.
class DemoLibrary final
{
public:
    /// Those that the program carries in its resources.
    static DemoLibrary shipped();

    /// @p scripts holds one named "welcome-en" and one named "welcome-zh".
    explicit DemoLibrary(QList<DemoScript> scripts);

    const QList<DemoScript> &scripts() const { return m_scripts; }

    /// The index of the reply to @p question, in its language: the one most of whose keywords, by length,
    /// are in it; the welcome where there is none.
    qsizetype indexFor(const QString &question) const;

    /// What every reply begins with: that it is no model's.
    static QString notice(DemoScript::Language language);

private:
    QList<DemoScript> m_scripts;
};

} // namespace runnel
