// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace runnel {

/// The body of a POST that can be sent once and never again.
///
/// QNetworkAccessManager 6.4.2 sends a POST a second time, or a fourth, when the connection ends before
/// the answer (qt-6.4-facts.md, 1). It cannot when the body is sequential and refuses to be rewound: then
/// it reports ContentReSendError instead.
class OneShotBody final : public QIODevice
{
    Q_OBJECT

public:
    explicit OneShotBody(QByteArray bytes, QObject *parent = nullptr);

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    qint64 bytesAvailable() const override
    {
        return m_bytes.size() - m_position + QIODevice::bytesAvailable();
    }
    bool atEnd() const override { return m_position == m_bytes.size() && QIODevice::atEnd(); }

signals:
    /// The first byte is asked for: the connection stands, and the server cannot have the whole request.
    void readingStarted();

protected:
    qint64 readData(char *data, qint64 maxBytes) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_bytes;
    qint64 m_position = 0;
};

} // namespace runnel
