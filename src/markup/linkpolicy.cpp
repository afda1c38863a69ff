// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/linkpolicy.h"

#include <QUrl>

#include <algorithm>

namespace runnel {

namespace {

// A browser strips tabs and line feeds from a URL before it reads the scheme (WHATWG URL, 4.4), so that a
// check of the scheme is worth nothing where one is left.
bool isPlain(QStringView url)
{
    return url.size() <= maxLinkLength
        && std::none_of(url.begin(), url.end(), [](QChar c) { return c <= u' ' || c.unicode() == 0x7f; });
}

bool isWebUrl(QStringView url)
{
    return (url.startsWith(u"https://", Qt::CaseInsensitive)
               || url.startsWith(u"http://", Qt::CaseInsensitive))
        && isPlain(url) && !hostOf(url).isEmpty();
}

} // namespace

bool isAllowedLink(QStringView url)
{
    return isWebUrl(url)
        || (url.startsWith(u"mailto:", Qt::CaseInsensitive) && url.size() > 7 && isPlain(url));
}

bool isAllowedImage(QStringView url)
{
    return isWebUrl(url);
}

QString hostOf(QStringView url)
{
    return url.size() > maxLinkLength ? QString() : QUrl(url.toString()).host(QUrl::FullyEncoded);
}

} // namespace runnel
