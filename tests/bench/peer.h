// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace runnel::bench {

/// Another program that does the same work on the same bytes, in a process of its own.
///
/// It is started with a file's name as its last argument and answers each line "COUNT" on its standard input
/// with one line on its standard output: the seconds that COUNT passes over the file took, and what the
/// passes found, which must be the same every time: "SECONDS RESULT".
class Peer final
{
public:
    /// Ends the program with a sentence when the peer cannot be started.
    Peer(const QStringList &command, const QString &corpusFile);
    ~Peer();
    Q_DISABLE_COPY_MOVE(Peer)

    /// Ends the program with a sentence when it fails or its result is not @p expected.
    double secondsFor(qint64 passCount, const QByteArray &expected);

private:
    QProcess m_process;
};

} // namespace runnel::bench
