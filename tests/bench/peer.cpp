// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/peer.h"

namespace runnel::bench {

Peer::Peer(const QStringList &command, const QString &corpusFile)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(command.first(), command.sliced(1) + QStringList{corpusFile});
    if (!m_process.waitForStarted())
        qFatal("cannot start the peer %s", qUtf8Printable(command.join(u' ')));
}

Peer::~Peer()
{
    m_process.closeWriteChannel();
    m_process.waitForFinished();
}

double Peer::secondsFor(qint64 passCount, const QByteArray &expected)
{
    constexpr int longestMilliseconds = 120000;
    m_process.write(QByteArray::number(passCount) + '\n');
    while (!m_process.canReadLine()) {
        if (!m_process.waitForReadyRead(longestMilliseconds))
            qFatal("the peer %s ended without an answer", qUtf8Printable(m_process.program()));
    }
    const QByteArray answer = m_process.readLine().trimmed();
    const qsizetype space = answer.indexOf(' ');
    bool isNumber = false;
    const double seconds = answer.first(qMax<qsizetype>(space, 0)).toDouble(&isNumber);
    if (!isNumber || answer.sliced(space + 1) != expected)
        qFatal(
            "the peer answered \"%s\" instead of \"SECONDS %s\"", answer.constData(), expected.constData());
    return seconds;
}

} // namespace runnel::bench
