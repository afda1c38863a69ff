// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>
#include <QUuid>

#include <utility>

namespace runnel {

/// An identifier that cannot be mistaken for one of another kind. Opaque text; empty means "none".
template <typename Tag> class StrongId final
{
public:
    StrongId() = default;
    explicit StrongId(QString text) : m_text(std::move(text)) { }

    /// A new random one: 36 characters of a version 4 UUID (RFC 9562, 5.4).
    static StrongId create() { return StrongId(QUuid::createUuid().toString(QUuid::WithoutBraces)); }

    bool isEmpty() const { return m_text.isEmpty(); }
    const QString &text() const { return m_text; }

    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend bool operator<(const StrongId &a, const StrongId &b) { return a.m_text < b.m_text; }
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return ::qHash(id.m_text, seed); }

private:
    QString m_text;
};

} // namespace runnel
