// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace runnel {

/// The value of one field buffer, held where it already stands for as long as possible.
///
/// A value that lies whole in the caller's chunk is only viewed; it is copied when the chunk is about to go
/// (own()) or when it grows. A value that lies in a buffer of the parser's own takes that buffer over.
class FieldBuffer final
{
public:
    bool isEmpty() const { return m_view.isEmpty(); }
    QByteArrayView view() const { return m_view; }

    /// @p value becomes the content. It lies in @p owner, which is swapped for another buffer and cleared;
    /// or, if that is null, in bytes that live until own() or clear() is called.
    void set(QByteArrayView value, QByteArray *owner)
    {
        m_isOwned = owner != nullptr;
        if (owner) {
            m_storage.swap(*owner); // the view stays good: QByteArray keeps its bytes on the heap
            clearStorage(*owner);
        }
        m_view = value;
    }

    /// A line feed and @p value are added.
    void appendLine(QByteArrayView value);

    /// Copies what is only viewed.
    void own();

    void clear()
    {
        m_view = {};
        if (m_isOwned)
            clearStorage(m_storage);
        m_isOwned = false;
    }

    /// Empties @p storage and keeps its memory, unless it grew beyond what common events need.
    static void clearStorage(QByteArray &storage)
    {
        constexpr qsizetype keptBytes = 1024 * 1024;
        if (storage.capacity() > keptBytes)
            storage = QByteArray();
        else
            storage.resize(0);
    }

private:
    QByteArrayView m_view; // if owned, it ends where m_storage ends
    QByteArray m_storage;
    bool m_isOwned = false;
};

} // namespace runnel
