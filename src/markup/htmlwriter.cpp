// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "markup/htmlwriter.h"

#include "markup/linkpolicy.h"

#include <algorithm>

namespace runnel {

namespace {

constexpr InlineStyles mathStyles = InlineStyle::InlineMath | InlineStyle::DisplayMath;

QString escaped(QStringView text)
{
    QString html;
    html.reserve(text.size() + text.size() / 8);
    for (const QChar c : text) {
        switch (c.unicode()) {
        case u'&':
            html += QStringLiteral("&amp;");
            break;
        case u'<':
            html += QStringLiteral("&lt;");
            break;
        case u'>':
            html += QStringLiteral("&gt;");
            break;
        case u'"':
            html += QStringLiteral("&quot;");
            break;
        case u'\'':
            html += QStringLiteral("&#39;");
            break;
        default:
            html += c;
        }
    }
    return html;
}

QString escapedText(QStringView text)
{
    return escaped(text).replace(u'\n', QStringLiteral("<br>"));
}

// The policy is asked again: a span may have come from elsewhere than the parser.
bool isOpenable(const InlineSpan &span)
{
    return (span.styles.testFlag(InlineStyle::Link) && isAllowedLink(span.target))
        || (span.styles.testFlag(InlineStyle::ImageLink) && isAllowedImage(span.target));
}

template <typename WriteSpan> QString withSpans(const InlineText &content, WriteSpan &&writeSpan)
{
    QString html;
    qsizetype done = 0;
    const QStringView text = content.text;
    for (const InlineSpan &span : content.spans) {
        html += escapedText(text.sliced(done, span.offset - done));
        html += writeSpan(text.sliced(span.offset, span.length), span);
        done = span.offset + span.length;
    }
    return html + escapedText(text.sliced(done));
}

QString enclosed(const QString &tag, const QString &html)
{
    return u'<' + tag + u'>' + html + QStringLiteral("</") + tag + u'>';
}

QString htmlSpan(QStringView text, const InlineSpan &span)
{
    QString html = escapedText(text);
    if (span.styles & mathStyles)
        html = QStringLiteral("<code class=\"math\">") + html + QStringLiteral("</code>");
    if (span.styles.testFlag(InlineStyle::Code))
        html = enclosed(QStringLiteral("code"), html);
    if (span.styles.testFlag(InlineStyle::Strikethrough))
        html = enclosed(QStringLiteral("del"), html);
    if (span.styles.testFlag(InlineStyle::Emphasis))
        html = enclosed(QStringLiteral("em"), html);
    if (span.styles.testFlag(InlineStyle::Strong))
        html = enclosed(QStringLiteral("strong"), html);
    if (isOpenable(span))
        html = QStringLiteral("<a href=\"") + escaped(span.target)
            + QStringLiteral("\" rel=\"noopener noreferrer\">") + html + QStringLiteral("</a>");
    return html;
}

QString toHtml(const InlineText &content)
{
    return withSpans(content, htmlSpan);
}

QString richTextSpan(QStringView text, const InlineSpan &span)
{
    QString html = escapedText(text);
    if (span.styles & (mathStyles | InlineStyle::Code))
        html = enclosed(QStringLiteral("tt"), html);
    if (span.styles.testFlag(InlineStyle::Strikethrough))
        html = enclosed(QStringLiteral("s"), html);
    if (span.styles.testFlag(InlineStyle::Emphasis))
        html = enclosed(QStringLiteral("i"), html);
    if (span.styles.testFlag(InlineStyle::Strong))
        html = enclosed(QStringLiteral("b"), html);
    if (isOpenable(span))
        html = QStringLiteral("<a href=\"") + escaped(span.target) + QStringLiteral("\">") + html
            + QStringLiteral("</a>");
    return html;
}

// What a class may hold of the name behind a fence.
QString classOfLanguage(const QString &language)
{
    QString name;
    for (const QChar c : language.first(std::min<qsizetype>(language.size(), 40))) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
            || QStringView(u"+#._-").contains(c);
        if (isPlain)
            name += c;
    }
    return name.isEmpty() ? QString() : QStringLiteral(" class=\"language-") + name + u'"';
}

class HtmlWriter final
{
public:
    QString write(const QList<Block> &blocks)
    {
        for (qsizetype i = 0; i < blocks.size(); ++i) {
            const Block &block = blocks.at(i);
            if (m_isInCode && (block.kind != Block::Kind::CodeChunk || block.chunkIndex == 0))
                endCode();
            enter(block.path);
            writeLeaf(block);
        }
        if (m_isInCode)
            endCode();
        leave(0);
        return std::move(m_html);
    }

private:
    void endCode()
    {
        m_html += QStringLiteral("</code></pre>\n");
        m_isInCode = false;
    }

    static QString listTag(Container::Kind kind)
    {
        return kind == Container::Kind::Ordered ? QStringLiteral("ol") : QStringLiteral("ul");
    }

    void leaveItem()
    {
        m_html += m_open.last() == Container::Kind::Quote ? QStringLiteral("</blockquote>\n")
                                                          : QStringLiteral("</li>\n");
    }

    // Until @p depth containers are open.
    void leave(qsizetype depth)
    {
        while (m_open.size() > depth) {
            leaveItem();
            if (m_open.last() != Container::Kind::Quote)
                m_html += QStringLiteral("</") + listTag(m_open.last()) + QStringLiteral(">\n");
            m_open.removeLast();
        }
    }

    void enter(const QList<Container> &path)
    {
        qsizetype depth = 0;
        while (
            depth < path.size() && depth < m_open.size() && path.at(depth).join == Container::Join::Continues)
            ++depth;
        const bool isNextItem = depth < path.size() && depth < m_open.size()
            && path.at(depth).join == Container::Join::NextItem && m_open.at(depth) == path.at(depth).kind;
        leave(isNextItem ? depth + 1 : depth);
        if (isNextItem) {
            leaveItem();
            beginItem(path.at(depth++));
        }
        for (; depth < path.size(); ++depth) {
            const Container &container = path.at(depth);
            m_open.append(container.kind);
            if (container.kind == Container::Kind::Quote) {
                m_html += QStringLiteral("<blockquote>\n");
                continue;
            }
            m_html += u'<' + listTag(container.kind);
            if (container.kind == Container::Kind::Ordered && container.number != 1)
                m_html += QStringLiteral(" start=\"%1\"").arg(container.number);
            m_html += QStringLiteral(">\n");
            beginItem(container);
        }
    }

    void beginItem(const Container &item)
    {
        m_html += QStringLiteral("<li>");
        if (item.task == Container::Task::Open)
            m_html += QStringLiteral("<input type=\"checkbox\" disabled> ");
        else if (item.task == Container::Task::Done)
            m_html += QStringLiteral("<input type=\"checkbox\" checked disabled> ");
    }

    void writeLeaf(const Block &block)
    {
        switch (block.kind) {
        case Block::Kind::Paragraph:
            writeParagraph(block);
            break;
        case Block::Kind::Heading:
            m_html += enclosed(
                QStringLiteral("h%1").arg(std::clamp(block.headingLevel, 1, 6)), toHtml(block.content));
            break;
        case Block::Kind::CodeChunk:
            m_html += m_isInCode ? QStringLiteral("\n")
                                 : QStringLiteral("<pre><code") + classOfLanguage(block.language) + u'>';
            m_html += escaped(block.content.text);
            m_isInCode = true;
            return;
        case Block::Kind::Table:
            writeTable(block);
            break;
        case Block::Kind::Rule:
            m_html += QStringLiteral("<hr>");
            break;
        case Block::Kind::Math:
            m_html += QStringLiteral("<pre><code class=\"math\">") + escaped(block.content.text)
                + QStringLiteral("</code></pre>");
            break;
        case Block::Kind::Image:
            writeImage(block);
            break;
        }
        m_html += u'\n';
    }

    void writeParagraph(const Block &block)
    {
        const bool isInTightItem = !block.path.isEmpty() && block.path.last().kind != Container::Kind::Quote
            && block.path.last().isTight;
        m_html
            += isInTightItem ? toHtml(block.content) : enclosed(QStringLiteral("p"), toHtml(block.content));
    }

    void writeImage(const Block &block)
    {
        InlineText link = block.content;
        const QString host = hostOf(block.target);
        link.text = link.text.isEmpty() ? host : link.text + QStringLiteral(" (") + host + u')';
        link.spans = {{0, link.text.size(), InlineStyle::ImageLink, block.target}};
        m_html += enclosed(QStringLiteral("p"), toHtml(link));
    }

    void writeTable(const Block &block)
    {
        m_html += QStringLiteral("<table>\n");
        QString tag = QStringLiteral("th");
        for (const QList<InlineText> &row : tableRows(block)) {
            m_html += QStringLiteral("<tr>");
            for (qsizetype i = 0; i < block.columns.size(); ++i) {
                static const char *const alignments[]
                    = {"", " align=\"left\"", " align=\"center\"", " align=\"right\""};
                m_html += u'<' + tag + QString::fromLatin1(alignments[int(block.columns.at(i))]) + u'>';
                if (i < row.size())
                    m_html += toHtml(row.at(i));
                m_html += QStringLiteral("</") + tag + u'>';
            }
            m_html += QStringLiteral("</tr>\n");
            tag = QStringLiteral("td");
        }
        m_html += QStringLiteral("</table>");
    }

    QString m_html;
    QList<Container::Kind> m_open;
    bool m_isInCode = false;
};

} // namespace

QString toHtml(const QList<Block> &blocks)
{
    return HtmlWriter().write(blocks);
}

QString toRichText(const InlineText &content)
{
    return withSpans(content, richTextSpan);
}

} // namespace runnel
