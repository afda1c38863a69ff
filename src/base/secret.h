// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QDebug>

namespace runnel {

/// A key or password. It cannot be streamed to a log, and its bytes are overwritten when it goes.
class Secret final
{
public:
    Secret() = default;
    explicit Secret(QByteArrayView bytes);
    Secret(const Secret &other);
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret other) noexcept;
    ~Secret();

    bool isEmpty() const { return m_bytes.isEmpty(); }

    /// The bytes themselves; for the one place that puts them on the wire or into a keychain.
    QByteArrayView reveal() const { return m_bytes; }

private:
    void wipe();

    QByteArray m_bytes; // never shared: copies are deep, so that wiping one wipes its bytes
};

QDebug operator<<(QDebug, const Secret &) = delete;

} // namespace runnel
