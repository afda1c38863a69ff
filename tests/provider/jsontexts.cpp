// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/jsontexts.h"

namespace runnel {

using namespace Qt::StringLiterals;

QList<StringRow> stringRows()
{
    return {
        {"plain", R"("abc")", u"abc"_s},
        {"empty", R"("")", QString(u""_s)},
        {"escapes", R"("\"\\\/\b\f\n\r\t")", u"\"\\/\b\f\n\r\t"_s},
        {"UTF-8", "\"h\xC3\xA4llo \xF0\x9F\x98\x80\"", u"hällo 😀"_s},
        {"code unit", R"("\u00e4\u00E4")", u"ää"_s},
        {"pair", R"("\ud83d\ude00")", u"😀"_s},
        {"half a pair", R"("a\ud83d")", u"a"_s + QChar(0xD83D)},
        {"the other half", R"("\ude00b")", QString(QChar(0xDE00)) + u'b'},
        {"a mark inside", "\"\xEF\xBB\xBFx\"", u"\uFEFFx"_s},
        {"raw line feed", "\"a\nb\"", u"a\nb"_s},
        {"raw control characters", "\"a\x01\x1F\tb\"", u"a\x01\x1f\tb"_s},
        {"raw control character behind an escape", "\"a\\\\\nb\"", u"a\\\nb"_s},
        {"escape that is none", R"("\q\u12x4")", u"qu12x4"_s},
    };
}

QList<QByteArray> jsonDocuments()
{
    return {
        R"({"choices":[{"message":{"content":"Hello \"there\"\n","x":null},"finish_reason":"stop"}]})",
        R"([1,-2.5e+10,true,false,null,"",[],{},[[{"a":[]}]]])",
        R"({ "a" : { "b" : [ 1 , 2 ] , "c" : "d" } , "e" : "f\\" })",
        R"({"k\"ey":"v\u00e4lue","pair":"\ud83d\ude00","n":0.125})",
        "{\n  \"utf8\": \"h\xC3\xA4 \xF0\x9F\x98\x80\",\n  \"last\": -0\n}",
        R"({"":"","a":{"":{"":[""]}}})",
    };
}

QList<ErrorRow> errorRows()
{
    return {
        {"OpenAI", R"({"error":{"message":"m","type":"t","param":null,"code":"c"}})", u"c"_s, u"m"_s},
        {"null code", R"({"error":{"message":"m","type":"t","code":null}})", u"t"_s, u"m"_s},
        {"Gemini", R"([{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}])",
            u"INVALID_ARGUMENT"_s, u"m"_s},
        {"Anthropic", R"({"type":"error","error":{"type":"overloaded_error","message":"m"}})",
            u"overloaded_error"_s, u"m"_s},
        {"a string", R"({"error":"m"})", {}, u"m"_s},
        {"OAuth", R"({"error":"invalid_token","error_description":"m"})", u"invalid_token"_s, u"m"_s},
        {"errors", R"({"errors":[{"message":"m","code":7}]})", u"7"_s, u"m"_s},
        {"errors as strings", R"({"errors":["m"]})", {}, u"m"_s},
        {"vLLM", R"({"object":"error","message":"m","type":"t","code":404})", u"404"_s, u"m"_s},
        {"FastAPI", R"({"detail":"m"})", {}, u"m"_s},
        {"FastAPI, a list", R"({"detail":[{"loc":["body"],"msg":"m"}]})", {}, u"m"_s},
        {"lone surrogate", R"({"error":{"message":"a\ud83db"}})", {}, u"a"_s + QChar(0xD83D) + u'b'},
        {"in a stream", "event: error\ndata: {\"error\":{\"message\":\"m\"}}\n\n", {}, u"m"_s},
        {"in a cut stream", "data: {\"error\":{\"message\":\"m\"}}", {}, u"m"_s},
        {"page", "<html><head><TITLE>\n 502  Bad </TITLE></head>words", {}, u"502 Bad"_s},
        {"page without a title", "<html>\n<p>words", {}, u"<html> <p>words"_s},
        {"words", "  upstream\tis\r\ndown ", {}, u"upstream is down"_s},
        {"long", QByteArray(5000, 'x'), {}, QString(200, u'x')},
        {"nothing", "", {}, {}},
        {"no text", QByteArray("\xFF\xFE\x00", 3), {}, u"\uFFFD\uFFFD"_s + QChar(0)},
        {"deep", QByteArray(100000, '['), {}, QString(200, u'[')},
    };
}

} // namespace runnel
