// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/strongid.h"

#include <QSet>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

using FruitId = StrongId<struct FruitTag>;
using StoneId = StrongId<struct StoneTag>;

// What the type is for: one kind is no other, and text becomes an id only on purpose.
static_assert(!std::is_convertible_v<FruitId, StoneId>);
static_assert(!std::is_constructible_v<FruitId, StoneId>);
static_assert(!std::is_convertible_v<QString, FruitId>);

} // namespace

class StrongIdTest final : public QObject
{
    Q_OBJECT

private slots:
    void values()
    {
        QVERIFY(FruitId().isEmpty());
        const FruitId fig(u"fig"_s);
        QCOMPARE(fig.text(), u"fig"_s);
        QVERIFY(fig == FruitId(u"fig"_s));
        QVERIFY(fig != FruitId(u"pear"_s));
        QVERIFY(fig < FruitId(u"pear"_s));
        QCOMPARE(qHash(fig, 7), qHash(FruitId(u"fig"_s), 7));
    }

    void newOnesAreUuids()
    {
        QSet<FruitId> ids;
        constexpr int count = 1000;
        for (int i = 0; i < count; ++i) {
            const FruitId id = FruitId::create();
            QCOMPARE(id.text().size(), 36);
            const QUuid uuid(id.text());
            QCOMPARE(uuid.version(), QUuid::Random);
            ids.insert(id);
        }
        QCOMPARE(ids.size(), count);
    }
};

QTEST_GUILESS_MAIN(StrongIdTest)
#include "tst_strongid.moc"
