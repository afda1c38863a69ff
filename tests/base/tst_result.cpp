// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.h"

#include <QTest>

#include <memory>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

const Error lost{Error::Kind::NotFound, u"no such thing"_s, u"detail"_s, 404};

} // namespace

class ResultTest final : public QObject
{
    Q_OBJECT

private slots:
    void aValue()
    {
        const Result<int> result(7);
        QVERIFY(result);
        QVERIFY(result.isOk());
        QCOMPARE(result.value(), 7);
    }

    void anError()
    {
        const Result<int> result(lost);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, Error::Kind::NotFound);
        QCOMPARE(result.error().message, u"no such thing"_s);
        QCOMPARE(result.error().detail, u"detail"_s);
        QCOMPARE(result.error().httpStatus, 404);
    }

    void whatOnlyMoves()
    {
        Result<std::unique_ptr<int>> result(std::make_unique<int>(3));
        const std::unique_ptr<int> taken = result.takeValue();
        QCOMPARE(*taken, 3);
        QVERIFY(result.isOk());
        QVERIFY(!result.value());
    }

    void withoutAValue()
    {
        QVERIFY(Result<void>());
        const Result<void> failed(lost);
        QVERIFY(!failed);
        QCOMPARE(failed.error().kind, Error::Kind::NotFound);
    }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "tst_result.moc"
