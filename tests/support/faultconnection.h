// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/faultrecord.h"
#include "support/faultscript.h"
#include "support/tlsidentity.h"

#include <map>
#include <memory>

namespace runnel {

using TlsIdentities = std::map<Certificate, std::unique_ptr<TlsIdentity>>;

/// Plays one script on one accepted socket, in the thread that calls run(). Whatever the script does, it goes
/// on reading and recording what the client sends, unless the script stops that.
class FaultConnection final
{
public:
    FaultConnection(OwnedDescriptor socket, int number, const FaultScript &script,
        const TlsIdentities &identities, FaultRecord &record, GateRow &gates, const Latch &stop);

    /// Returns when the script has ended and the client has closed, or soon after the stop latch opens.
    void run();

private:
    using Deadline = std::chrono::steady_clock::time_point;
    enum class Transfer
    {
        Done,
        WouldBlock,
        Ended,
    };

    bool perform(const FaultStep &step);
    bool startTls(Certificate certificate);
    bool awaitRequests(int FaultRecord::RequestCount::*what);
    bool awaitGate();
    bool send(const FaultStep &step);
    bool sendBytes(QByteArrayView bytes);
    bool pauseUntil(Deadline deadline);
    void finish();
    void reset();

    bool wait(short socketEvents, int otherFd, Deadline deadline);
    bool readAll();
    Transfer receive(char *buffer, qsizetype size, qsizetype *got);
    Transfer transmit(QByteArrayView bytes, qsizetype *sent);
    void notePeerEnd(PeerEnd end);

    OwnedDescriptor m_socket;
    int m_number;
    const FaultScript &m_script;
    const TlsIdentities &m_identities;
    FaultRecord &m_record;
    GateRow &m_gates;
    const Latch &m_stop;
    TlsIdentity::Session m_tls;
    FaultRecord::RequestCount m_seen;
    int m_awaitedCount = 0;
    int m_gateIndex = 0;
    bool m_isReading = true;
    bool m_hasSent = false;
    PeerEnd m_peerEnd = PeerEnd::None;
};

} // namespace runnel
