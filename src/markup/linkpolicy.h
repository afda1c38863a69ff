// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace runnel {

/// Whether a link of a model's text may be opened: an absolute http or https URL with a host, or mailto, of
/// at most maxLinkLength characters and without control characters.
bool isAllowedLink(QStringView url);

/// Whether an image may be offered for loading: http and https as above.
bool isAllowedImage(QStringView url);

/// The host that @p url leads to, as a resolver takes it (Punycode, without user name); empty without one.
QString hostOf(QStringView url);

inline constexpr qsizetype maxLinkLength = 8192;

} // namespace runnel
