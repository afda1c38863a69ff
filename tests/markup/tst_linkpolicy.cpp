// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/linkpolicy.h"

#include <QTest>

using namespace runnel;

class LinkPolicyTest : public QObject
{
    Q_OBJECT

private slots:
    void allows_data();
    void allows();
    void namesTheHost();
};

void LinkPolicyTest::allows_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("asLink");
    QTest::addColumn<bool>("asImage");
    const auto row = [](const char *name, const QString &url, bool asLink, bool asImage) {
        QTest::newRow(name) << url << asLink << asImage;
    };
    row("https", u"https://a.b/c?d#e"_qs, true, true);
    row("http, upper case", u"HTTP://a.b"_qs, true, true);
    row("mailto", u"mailto:a@b.c"_qs, true, false);
    row("mailto without address", u"mailto:"_qs, false, false);
    row("no host", u"https:///x"_qs, false, false);
    row("relative", u"/x"_qs, false, false);
    row("without scheme", u"//a.b/c"_qs, false, false);
    row("javascript", u"javascript:alert(1)"_qs, false, false);
    row("javascript with a tab", u"java\tscript:alert(1)"_qs, false, false);
    row("leading space", u" https://a.b"_qs, false, false);
    row("line feed within", u"https://a.b/\nc"_qs, false, false);
    row("data", u"data:text/html,x"_qs, false, false);
    row("file", u"file:///etc/passwd"_qs, false, false);
    row("own scheme", u"runnel://x"_qs, false, false);
    row("too long", u"https://a.b/"_qs + QString(maxLinkLength, u'x'), false, false);
}

void LinkPolicyTest::allows()
{
    QFETCH(const QString, url);
    QTEST(isAllowedLink(url), "asLink");
    QTEST(isAllowedImage(url), "asImage");
}

void LinkPolicyTest::namesTheHost()
{
    QCOMPARE(hostOf(u"https://user@a.b:8080/c"), u"a.b"_qs);
    QCOMPARE(hostOf(u"https://\u0430pple.com/"), u"xn--pple-43d.com"_qs); // a Cyrillic letter
    QCOMPARE(hostOf(u"/x"), QString());
}

QTEST_APPLESS_MAIN(LinkPolicyTest)
#include "tst_linkpolicy.moc"
