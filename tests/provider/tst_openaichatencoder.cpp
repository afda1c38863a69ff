// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/requestencoder.h"

#include "chat/memoryblobsource.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace runnel;
using namespace Qt::StringLiterals;

namespace {

Endpoint endpoint()
{
    Endpoint result;
    result.baseUrl = QUrl(u"http://h/v1"_s);
    return result;
}

Message said(Role role, const QList<MessagePart> &parts)
{
    Message message;
    message.role = role;
    message.parts = parts;
    return message;
}

MessagePart text(const QString &words)
{
    MessagePart part = TextPart();
    std::get<TextPart>(part).text = words;
    return part;
}

QJsonObject encoded(const CompletionRequest &request, const Endpoint &where = endpoint())
{
    const auto result = encodeRequest(request, where);
    return result ? QJsonDocument::fromJson(result.value().body).object() : QJsonObject();
}

QJsonArray messages(const CompletionRequest &request)
{
    return encoded(request)["messages"_L1].toArray();
}

CompletionRequest asking(const QList<Message> &conversation)
{
    CompletionRequest request;
    request.model = u"m"_s;
    request.messages = conversation;
    return request;
}

} // namespace

class OpenAiChatEncoderTest final : public QObject
{
    Q_OBJECT

private slots:
    void leastRequest()
    {
        const QJsonObject expected{{"model"_L1, "m"_L1}, {"stream"_L1, true},
            {"stream_options"_L1, QJsonObject{{"include_usage"_L1, true}}},
            {"messages"_L1, QJsonArray{QJsonObject{{"role"_L1, "user"_L1}, {"content"_L1, u"hällo 😀"_s}}}}};
        QCOMPARE(encoded(asking({said(Role::User, {text(u"hällo 😀"_s)})})), expected);
    }

    void rolesInOrder()
    {
        CompletionRequest request = asking({said(Role::User, {text(u"q"_s)}),
            said(Role::Assistant, {ReasoningPart{u"thought"_s, {}}, text(u"a"_s)}),
            said(Role::User, {text(u"r"_s)})});
        request.options.systemPrompt = u"be brief"_s;
        const QJsonArray array = messages(request);
        QStringList seen;
        for (const QJsonValue &message : array)
            seen.append(message["role"_L1].toString() + u':' + message["content"_L1].toString());
        // A model's own reasoning is not sent back.
        QCOMPARE(seen, QStringList({u"system:be brief"_s, u"user:q"_s, u"assistant:a"_s, u"user:r"_s}));
    }

    void options_data()
    {
        QTest::addColumn<CompletionOptions>("options");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char *name, const QJsonValue &value, auto &&set) {
            CompletionOptions options;
            set(options);
            QTest::addRow("%s", name) << options << QString::fromLatin1(name) << value;
        };
        row("temperature", 0.5, [](CompletionOptions &o) { o.temperature = 0.5; });
        row("top_p", 0.9, [](CompletionOptions &o) { o.topP = 0.9; });
        row("max_tokens", 77, [](CompletionOptions &o) { o.maxTokens = 77; });
        row("stop", QJsonArray{"END"_L1}, [](CompletionOptions &o) { o.stop = {u"END"_s}; });
        row("reasoning_effort", "high"_L1,
            [](CompletionOptions &o) { o.reasoningEffort = ReasoningEffort::High; });
    }

    void options()
    {
        QFETCH(CompletionOptions, options);
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        CompletionRequest request = asking({});
        QVERIFY(!encoded(request).contains(name)); // what is not set is not sent
        request.options = options;
        QCOMPARE(encoded(request)[name], value);
    }

    void quirks()
    {
        CompletionRequest request = asking({});
        request.options.maxTokens = 5;
        Endpoint where = endpoint();
        where.maxTokensName = Endpoint::MaxTokensName::MaxCompletionTokens;
        where.asksForUsage = false;
        const QJsonObject object = encoded(request, where);
        QCOMPARE(object["max_completion_tokens"_L1], QJsonValue(5));
        QVERIFY(!object.contains("max_tokens"_L1));
        QVERIFY(!object.contains("stream_options"_L1));
        QCOMPARE(object["stream"_L1], QJsonValue(true));
    }

    void attachments()
    {
        MemoryBlobSource blobs;
        CompletionRequest request = asking({said(Role::User,
            {text(u"look"_s), ImagePart{blobs.add("img", u"image/png"_s, u"a.png"_s)},
                FilePart{blobs.add("a```b", u"text/plain"_s, u"n.txt"_s)},
                FilePart{blobs.add("%PDF", u"application/pdf"_s, u"p.pdf"_s)}})});
        request.blobs = &blobs;
        const QJsonArray parts = messages(request).first()["content"_L1].toArray();
        QCOMPARE(parts.size(), 4);
        QCOMPARE(parts[0], QJsonValue(QJsonObject{{"type"_L1, "text"_L1}, {"text"_L1, "look"_L1}}));
        QCOMPARE(parts[1]["image_url"_L1]["url"_L1].toString(), u"data:image/png;base64,aW1n"_s);
        // A fence longer than any in the file: it cannot end early.
        QCOMPARE(parts[2]["text"_L1].toString(), u"n.txt\n````\na```b\n````"_s);
        QCOMPARE(parts[3]["file"_L1]["filename"_L1].toString(), u"p.pdf"_s);
        QCOMPARE(parts[3]["file"_L1]["file_data"_L1].toString(), u"data:application/pdf;base64,JVBERg=="_s);

        request.blobs = nullptr;
        const auto lost = encodeRequest(request, endpoint());
        QVERIFY(!lost);
        QCOMPARE(lost.error().kind, Error::Kind::NotFound);
    }

    void tools()
    {
        CompletionRequest request
            = asking({said(Role::Assistant, {ToolCallPart{u"c1"_s, u"f"_s, u"{\"x\":1}"_s}}),
                said(Role::Tool, {ToolResultPart{u"c1"_s, u"one"_s}, ToolResultPart{u"c2"_s, u"two"_s}})});
        request.tools = {{u"f"_s, u"does"_s, R"({"type":"object"})"}, {u"g"_s, {}, {}}};
        const QJsonArray array = messages(request);
        QCOMPARE(array.size(), 3); // a message for each result
        QVERIFY(array[0]["content"_L1].isNull());
        QCOMPARE(array[0]["tool_calls"_L1].toArray(),
            QJsonArray{(QJsonObject{{"id"_L1, "c1"_L1}, {"type"_L1, "function"_L1},
                {"function"_L1, QJsonObject{{"name"_L1, "f"_L1}, {"arguments"_L1, "{\"x\":1}"_L1}}}})});
        QCOMPARE(array[1]["tool_call_id"_L1].toString(), u"c1"_s);
        QCOMPARE(array[2].toObject(),
            (QJsonObject{{"role"_L1, "tool"_L1}, {"tool_call_id"_L1, "c2"_L1}, {"content"_L1, "two"_L1}}));
        const QJsonArray tools = encoded(request)["tools"_L1].toArray();
        QCOMPARE(tools[0]["function"_L1].toObject(),
            (QJsonObject{{"name"_L1, "f"_L1}, {"description"_L1, "does"_L1},
                {"parameters"_L1, QJsonObject{{"type"_L1, "object"_L1}}}}));
        QCOMPARE(tools[1]["function"_L1].toObject(), (QJsonObject{{"name"_L1, "g"_L1}}));
    }
};

QTEST_GUILESS_MAIN(OpenAiChatEncoderTest)
#include "tst_openaichatencoder.moc"
