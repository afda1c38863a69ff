// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/maskingtap.h"

#include <QTest>
#include <QUrl>

using namespace runnel;

namespace {

class TapRecord final : public StreamTap
{
public:
    QByteArray log;

    void requestStarted(const QByteArray &method, const QUrl &) override { log += method + '|'; }
    void responseStarted(int status, const Headers &headers) override
    {
        log += QByteArray::number(status) + headers.first().second + '|';
    }
    void bytesReceived(QByteArrayView bytes) override { log += bytes; }
    void eventReceived(QByteArrayView type, QByteArrayView data, QByteArrayView id) override
    {
        log += '<' + type.toByteArray() + ':' + data.toByteArray() + ':' + id.toByteArray() + '>';
    }
    void streamClosed(const StreamClose &close) override { log += '|' + close.by + close.how; }
};

} // namespace

class MaskingTapTest final : public QObject
{
    Q_OBJECT

private slots:
    void bodies_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("masked");
        const auto row = [](const char *name, const char *secret, const char *body, const char *masked) {
            QTest::addRow("%s", name) << QByteArray(secret) << QByteArray(body) << QByteArray(masked);
        };
        row("none in it", "sk-123", "words", "words");
        row("alone", "sk-123", "sk-123", "<redacted>");
        row("twice", "sk-123", "a sk-123sk-123 b", "a <redacted><redacted> b");
        row("its beginning at the end", "sk-123", "a sk-12", "a sk-12");
        row("its beginning before it", "aabaac", "aabaabaac", "aab<redacted>");
        row("too short to look for", "sk", "ask me", "ask me");
        row("no secret", "", "words", "words");
    }

    void bodies()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, masked);
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            for (qsizetype second = cut; second <= body.size(); ++second) {
                TapRecord record;
                MaskingTap tap(&record, Secret(secret));
                tap.bytesReceived(QByteArrayView(body).first(cut));
                tap.bytesReceived(QByteArrayView(body).sliced(cut, second - cut));
                tap.bytesReceived(QByteArrayView(body).sliced(second));
                tap.streamClosed({"peer", "FIN"});
                QCOMPARE(record.log, masked + "|peerFIN");
            }
        }
    }

    void theRest()
    {
        TapRecord record;
        MaskingTap tap(&record, Secret("sk-123"));
        tap.requestStarted("POST", QUrl());
        tap.responseStarted(401, {{"X-Echo", "sk-123"}});
        tap.eventReceived("sk-123", "a sk-123 b", "sk-123");
        tap.streamClosed({"unknown", "sk-123"});
        QCOMPARE(record.log,
            QByteArray("POST|401<redacted>|<<redacted>:a <redacted> b:<redacted>>|unknown<redacted>"));
    }
};

QTEST_GUILESS_MAIN(MaskingTapTest)
#include "tst_maskingtap.moc"
