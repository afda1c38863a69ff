// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/inlinebuilder.h"

#include "markup/linkpolicy.h"
#include "markup/sourcecleaner.h"

#include <md4c-html.h>

#include <utility>

namespace runnel {

namespace {

// What is shown of a target that is refused anyway.
constexpr qsizetype maxRefusedLength = 256;

QString refusedTarget(const QString &target)
{
    return target.size() <= maxRefusedLength ? target : target.first(maxRefusedLength) + u'…';
}

QString numericEntity(QByteArrayView digits, int base)
{
    bool isNumber = false;
    const uint code = digits.toByteArray().toUInt(&isNumber, base);
    // CommonMark 6.2: invalid code points and U+0000 become U+FFFD.
    if (!isNumber || code == 0 || code > QChar::LastValidCodePoint || QChar::isSurrogate(code))
        return QString(QChar::ReplacementCharacter);
    if (QChar::requiresSurrogates(code))
        return QStringView(QChar::fromUcs4(code)).toString();
    return QString(harmless(QChar(char16_t(code))));
}

// md4c's parser leaves names to its HTML renderer, which has the table of HTML 5.
QString namedEntity(QByteArrayView entity)
{
    QByteArray html;
    const auto collect = [](const MD_CHAR *text, MD_SIZE size, void *into) {
        static_cast<QByteArray *>(into)->append(text, qsizetype(size));
    };
    if (md_html(entity.data(), MD_SIZE(entity.size()), collect, &html, MD_FLAG_NOHTML, 0) != 0)
        return QString::fromUtf8(entity);
    QString text = QString::fromUtf8(html).trimmed();
    text = text.sliced(3, text.size() - 7); // <p>…</p>
    // What the renderer escapes again.
    static const std::pair<QString, QString> escapes[]
        = {{QStringLiteral("&lt;"), QStringLiteral("<")}, {QStringLiteral("&gt;"), QStringLiteral(">")},
            {QStringLiteral("&quot;"), QStringLiteral("\"")}, {QStringLiteral("&amp;"), QStringLiteral("&")}};
    for (const auto &[escape, character] : escapes) {
        if (text == escape)
            return character;
    }
    if (text.startsWith(QStringLiteral("&amp;")))
        return QString::fromUtf8(entity);
    std::transform(text.begin(), text.end(), text.begin(), harmless);
    return text;
}

} // namespace

QString entityText(QByteArrayView entity)
{
    if (entity.startsWith("&#x") || entity.startsWith("&#X"))
        return numericEntity(entity.sliced(3).chopped(1), 16);
    if (entity.startsWith("&#"))
        return numericEntity(entity.sliced(2).chopped(1), 10);
    return namedEntity(entity);
}

QString InlineBuilder::attributeText(const MD_ATTRIBUTE &attribute) const
{
    QString masked;
    for (int i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
        const MD_OFFSET start = attribute.substr_offsets[i];
        const QByteArrayView part(attribute.text + start, qsizetype(attribute.substr_offsets[i + 1] - start));
        if (attribute.substr_types[i] == MD_TEXT_ENTITY)
            masked += entityText(part);
        else
            masked += QString::fromUtf8(part);
    }
    if (m_formulas.isEmpty())
        return masked;
    QString text;
    forEachPart(
        masked, m_formulas, [&](QStringView part) { text += part; },
        [&](const Formula &formula) { text += formula.source; });
    return text;
}

void InlineBuilder::enterSpan(MD_SPANTYPE type, const void *detail)
{
    switch (type) {
    case MD_SPAN_EM:
        ++m_emphasisDepth;
        break;
    case MD_SPAN_STRONG:
        ++m_strongDepth;
        break;
    case MD_SPAN_DEL:
        ++m_strikethroughDepth;
        break;
    case MD_SPAN_CODE:
        m_isCode = true;
        break;
    case MD_SPAN_A:
        enterLink(static_cast<const MD_SPAN_A_DETAIL *>(detail)->href);
        break;
    case MD_SPAN_IMG:
        enterImage(static_cast<const MD_SPAN_IMG_DETAIL *>(detail)->src);
        break;
    default:
        break;
    }
}

void InlineBuilder::leaveSpan(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        --m_emphasisDepth;
        break;
    case MD_SPAN_STRONG:
        --m_strongDepth;
        break;
    case MD_SPAN_DEL:
        --m_strikethroughDepth;
        break;
    case MD_SPAN_CODE:
        m_isCode = false;
        break;
    case MD_SPAN_A:
        m_isInLink = false;
        m_linkStyle = {};
        m_target.clear();
        break;
    case MD_SPAN_IMG:
        leaveImage();
        break;
    default:
        break;
    }
}

void InlineBuilder::enterLink(const MD_ATTRIBUTE &attribute)
{
    m_targetLength += qsizetype(attribute.size);
    m_target = attributeText(attribute);
    m_isInLink = true;
    // An empty target is that of a link whose target is not there yet.
    const bool isAllowed = m_target.isEmpty() || isAllowedLink(m_target);
    m_linkStyle = isAllowed ? InlineStyle::Link : InlineStyle::RefusedLink;
    if (!isAllowed)
        m_target = refusedTarget(m_target);
}

void InlineBuilder::enterImage(const MD_ATTRIBUTE &attribute)
{
    if (m_imageDepth++ > 0)
        return; // an image within the alternative text is part of that text
    ++m_imageCount;
    m_targetLength += qsizetype(attribute.size);
    m_image = attributeText(attribute);
    m_imageStart = m_content.text.size();
    if (m_isInLink) {
        m_hasOther = true;
        return;
    }
    const bool isAllowed = m_image.isEmpty() || isAllowedImage(m_image);
    if (!isAllowed)
        m_hasOther = true;
    m_linkStyle = isAllowed ? InlineStyle::ImageLink : InlineStyle::RefusedLink;
    m_target = isAllowed ? m_image : refusedTarget(m_image);
}

void InlineBuilder::leaveImage()
{
    if (--m_imageDepth > 0)
        return;
    m_alternativeEnd = m_content.text.size();
    const bool hasAlternative = m_alternativeEnd > m_imageStart;
    const QString host = isAllowedImage(m_image) ? hostOf(m_image) : QString();
    ++m_imageDepth; // what names the host belongs to the image
    if (hasAlternative && !host.isEmpty() && !m_isInLink)
        addPlain(QStringLiteral(" (") + host + u')');
    else if (!hasAlternative)
        addPlain(host.isEmpty() ? refusedTarget(m_image) : host);
    --m_imageDepth;
    if (!m_isInLink) {
        m_linkStyle = {};
        m_target.clear();
    }
}

void InlineBuilder::addText(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size)
{
    const QByteArrayView bytes(text, qsizetype(size));
    switch (type) {
    case MD_TEXT_SOFTBR:
        addPlain(u" ");
        return;
    case MD_TEXT_BR:
        addPlain(u"\n");
        return;
    case MD_TEXT_NULLCHAR:
        addPlain(u"\ufffd");
        return;
    case MD_TEXT_ENTITY:
        addPlain(entityText(bytes));
        return;
    default:
        break;
    }
    const QString characters = QString::fromUtf8(bytes);
    if (m_formulas.isEmpty()) {
        addPlain(characters);
        return;
    }
    forEachPart(
        characters, m_formulas, [this](QStringView part) { addPlain(part); },
        [this, type](const Formula &formula) {
            m_formulaBlockCount += formula.isBlock ? 1 : 0;
            if (type == MD_TEXT_CODE)
                addPlain(formula.source);
            else
                addFormula(formula);
        });
}

void InlineBuilder::addPlain(QStringView text)
{
    if (m_imageDepth == 0 && !text.isEmpty())
        m_hasOther = true;
    addStyled(text, {});
}

void InlineBuilder::addFormula(const Formula &formula)
{
    ++m_formulaCount;
    m_isFormulaBlock = formula.isBlock && m_content.text.isEmpty();
    if (!formula.isDisplay || m_imageDepth > 0 || m_isInLink)
        m_hasOther = true;
    addStyled(formula.tex, formula.isDisplay ? InlineStyle::DisplayMath : InlineStyle::InlineMath, false);
}

void InlineBuilder::addStyled(QStringView text, InlineStyles extra, bool isMergeable)
{
    if (text.isEmpty())
        return;
    InlineStyles styles = m_linkStyle | extra;
    styles.setFlag(InlineStyle::Emphasis, m_emphasisDepth > 0);
    styles.setFlag(InlineStyle::Strong, m_strongDepth > 0);
    styles.setFlag(InlineStyle::Strikethrough, m_strikethroughDepth > 0);
    styles.setFlag(InlineStyle::Code, m_isCode);
    const qsizetype offset = m_content.text.size();
    m_content.text += text;
    if (!styles)
        return;
    QList<InlineSpan> &spans = m_content.spans;
    if (isMergeable && !spans.isEmpty() && spans.last().offset + spans.last().length == offset
        && spans.last().styles == styles && spans.last().target == m_target)
        spans.last().length += text.size();
    else
        spans.append({offset, text.size(), styles, m_target});
}

void InlineBuilder::takeParagraph(Block &block)
{
    block.kind = Block::Kind::Paragraph;
    block.target.clear();
    if (!m_hasOther && m_imageCount == 1 && m_formulaCount == 0 && !m_image.isEmpty()) {
        block.kind = Block::Kind::Image;
        block.target = m_image;
        m_content.text.truncate(m_alternativeEnd);
        m_content.spans.clear();
    } else if (!m_hasOther && m_imageCount == 0 && m_formulaCount == 1) {
        block.kind = Block::Kind::Math;
        m_content.spans.clear();
    }
    block.content = takeContent();
}

InlineText InlineBuilder::takeContent()
{
    InlineText content = std::exchange(m_content, {});
    m_image.clear();
    m_imageCount = m_formulaCount = 0;
    m_hasOther = m_isFormulaBlock = false;
    return content;
}

} // namespace runnel
