// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "chat/completionoptions.h"

#include <QtTest>

#include <limits>

using namespace runnel;

class TestCompletionOptions : public QObject
{
    Q_OBJECT

private slots:
    void validates_data();
    void validates();
    void joinsLayers();
};

void TestCompletionOptions::validates_data()
{
    QTest::addColumn<CompletionPreset>("preset");
    QTest::addColumn<QString>("reason"); // empty: valid

    const auto row = [](const char *name, const char *reason, auto change) {
        CompletionPreset preset;
        change(preset);
        QTest::addRow("%s", name) << preset << QString::fromLatin1(reason);
    };
    using Preset = CompletionPreset;
    row("nothing set", "", [](Preset &) {});
    row("temperature at its least", "", [](Preset &p) { p.temperature = 0; });
    row("temperature at its most", "", [](Preset &p) { p.temperature = 2; });
    row("temperature below", "temperature is -0.1 (0 to 2)", [](Preset &p) { p.temperature = -0.1; });
    row("temperature above", "temperature is 2.1 (0 to 2)", [](Preset &p) { p.temperature = 2.1; });
    row("temperature no number", "temperature is nan (0 to 2)",
        [](Preset &p) { p.temperature = std::numeric_limits<double>::quiet_NaN(); });
    row("top_p at its most", "", [](Preset &p) { p.topP = 1; });
    row("top_p above", "top_p is 1.5 (0 to 1)", [](Preset &p) { p.topP = 1.5; });
    row("top_p below", "top_p is -1 (0 to 1)", [](Preset &p) { p.topP = -1; });
    row("max tokens at its least", "", [](Preset &p) { p.maxTokens = 1; });
    row("max tokens below", "max tokens is 0 (at least 1)", [](Preset &p) { p.maxTokens = 0; });
    row("context below", "context tokens is 0 (at least 1)", [](Preset &p) { p.contextTokens = 0; });
    row("no room in the window", "max tokens is 8 (less than the context's 8)", [](Preset &p) {
        p.maxTokens = 8;
        p.contextTokens = 8;
    });
    row("one token of room", "", [](Preset &p) {
        p.maxTokens = 7;
        p.contextTokens = 8;
    });
    row("empty stop", "stop sequence 2 of 2 is empty", [](Preset &p) {
        p.stop = QStringList{QStringLiteral("a"), QString()};
    });
}

void TestCompletionOptions::validates()
{
    QFETCH(const CompletionPreset, preset);
    QFETCH(const QString, reason);

    const auto result = CompletionOptions().with(preset).validate();
    QCOMPARE(result.isOk(), reason.isEmpty());
    if (!result) {
        QCOMPARE(result.error().kind, Error::Kind::InvalidInput);
        QCOMPARE(result.error().message, reason);
    }
}

void TestCompletionOptions::joinsLayers()
{
    CompletionOptions defaults;
    defaults.systemPrompt = QStringLiteral("default");
    defaults.temperature = 0.5;
    defaults.maxTokens = 100;
    QVERIFY(defaults.with({}) == defaults);

    CompletionPreset preset;
    preset.systemPrompt = QString(); // set to nothing, on purpose
    preset.temperature = 1;
    preset.topP = 0.9;
    preset.stop = QStringList{QStringLiteral("END")};
    preset.reasoningEffort = ReasoningEffort::High;
    CompletionPreset own;
    own.temperature = 0;
    own.contextPolicy = ContextPolicy::SendAll;
    own.contextTokens = 1000;

    CompletionOptions expected;
    expected.temperature = 0;
    expected.topP = 0.9;
    expected.maxTokens = 100;
    expected.stop = QStringList{QStringLiteral("END")};
    expected.reasoningEffort = ReasoningEffort::High;
    expected.contextPolicy = ContextPolicy::SendAll;
    expected.contextTokens = 1000;
    QVERIFY(defaults.with(preset).with(own) == expected);
}

QTEST_GUILESS_MAIN(TestCompletionOptions)
#include "tst_completionoptions.moc"
