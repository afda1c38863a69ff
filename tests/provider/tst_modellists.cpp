// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/modellists.h"

#include "provider/modellistrows.h"

#include <QTest>

using namespace runnel;

Q_DECLARE_METATYPE(ModelListRow)
Q_DECLARE_METATYPE(ModelTraitsRow)

namespace {

/// All four parsers as one: the models and the next page, or the error.
Result<ModelPage> parse(ModelListRow::Parser parser, const QByteArray &body)
{
    const auto single = [](Result<QList<ModelInfo>> models) -> Result<ModelPage> {
        if (!models)
            return models.error();
        return ModelPage{models.takeValue(), {}};
    };
    switch (parser) {
    case ModelListRow::Parser::OpenAi:
        return single(parseOpenAiModels(body));
    case ModelListRow::Parser::OllamaTags:
        return single(parseOllamaTags(body));
    case ModelListRow::Parser::Anthropic:
        return parseAnthropicModels(body);
    case ModelListRow::Parser::Gemini:
        return parseGeminiModels(body);
    }
    Q_UNREACHABLE();
}

} // namespace

class TestModelLists final : public QObject
{
    Q_OBJECT

private slots:
    void lists_data();
    void lists();
    void traits_data();
    void traits();
    void anyCutIsMalformed();
};

void TestModelLists::lists_data()
{
    QTest::addColumn<ModelListRow>("row");
    for (const ModelListRow &row : modelListRows())
        QTest::addRow("%s", row.name) << row;
}

void TestModelLists::lists()
{
    QFETCH(ModelListRow, row);
    const auto page = parse(row.parser, row.body);
    QCOMPARE(page.isOk(), !row.isMalformed);
    if (!page) {
        QVERIFY(!page.error().message.isEmpty());
        return;
    }
    QCOMPARE(page.value().models.size(), row.models.size());
    for (qsizetype i = 0; i < row.models.size(); ++i) {
        const ModelInfo &model = page.value().models.at(i);
        const ModelInfo &expected = row.models.at(i);
        QCOMPARE(model.id, expected.id);
        QCOMPARE(model.displayName, expected.displayName);
        QCOMPARE(model.traits.contextTokens, expected.traits.contextTokens);
        QCOMPARE(model.traits.vision, expected.traits.vision);
        QCOMPARE(model.traits.tools, expected.traits.tools);
        QCOMPARE(model.traits.reasoning, expected.traits.reasoning);
        QCOMPARE(model.traits.chat, expected.traits.chat);
    }
    QCOMPARE(page.value().next, row.next);
}

void TestModelLists::traits_data()
{
    QTest::addColumn<ModelTraitsRow>("row");
    for (const ModelTraitsRow &row : modelTraitsRows())
        QTest::addRow("%s", row.name) << row;
}

void TestModelLists::traits()
{
    QFETCH(ModelTraitsRow, row);
    ModelTraits traits;
    if (row.parser == ModelTraitsRow::Parser::OllamaShow)
        traits = parseOllamaShow(row.body);
    else if (row.parser == ModelTraitsRow::Parser::LlamaCppProps)
        traits = parseLlamaCppProps(row.body);
    else
        traits = parseKoboldContext(row.body);
    QCOMPARE(traits.contextTokens, row.traits.contextTokens);
    QCOMPARE(traits.vision, row.traits.vision);
    QCOMPARE(traits.tools, row.traits.tools);
    QCOMPARE(traits.reasoning, row.traits.reasoning);
    QCOMPARE(traits.chat, row.traits.chat);
}

/// A connection that ends early in an answer without a length is no shorter list.
void TestModelLists::anyCutIsMalformed()
{
    for (const ModelListRow &row : modelListRows()) {
        const qsizetype end = row.isMalformed ? 0 : row.body.trimmed().size() - 1;
        for (qsizetype size = 0; size < end; ++size)
            QVERIFY2(!parse(row.parser, row.body.first(size)).isOk(), row.name);
    }
}

QTEST_APPLESS_MAIN(TestModelLists)

#include "tst_modellists.moc"
