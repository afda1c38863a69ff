// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/openaichatrows.h"

namespace runnel {

QByteArray chunk(const QByteArray &json)
{
    return "data: " + json + "\n\n";
}

QByteArray content(const QByteArray &text)
{
    return chunk("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
}

QList<DecoderRow> openAiChatRows()
{
    QList<DecoderRow> rows;
    const auto row = [&](const char *name, const QByteArray &bytes, const char *expected,
                         const char *contentType = "text/event-stream") {
        rows.append({name, bytes, contentType, expected});
    };
    const QByteArray done = "data: [DONE]\n\n";

    row("done without finish", content("x") + done, R"({"text":"x","finish":null,"complete":true})");
    row("empty finish is none", chunk(R"({"choices":[{"delta":{"content":"x"},"finish_reason":""}]})"),
        R"({"text":"x","finish":null,"complete":false})");
    row("own finish word", chunk(R"({"choices":[{"delta":{"content":"x"},"finish_reason":"eos"}]})"),
        R"({"finish":"stop","complete":true})");
    row("model_length", chunk(R"({"choices":[{"delta":{},"finish_reason":"model_length"}]})"),
        R"({"finish":"length"})");
    row("bytes after done", content("x") + done + content("y"), R"({"text":"x"})");
    row("bytes after an error", chunk(R"({"error":{"message":"m","type":"t"}})") + content("y") + done,
        R"({"text":"","error":{"code":"t","message":"m"},"finish":"error","complete":true})");
    row("one bad line", content("a") + chunk("{not json") + content("b") + done, R"({"text":"ab"})");
    row("not an object", content("a") + chunk("[1,2]") + chunk("3") + content("b") + done,
        R"({"text":"ab"})");
    row("unknown fields",
        chunk(R"({"x":{"y":[1,{"z":null}]},"choices":[{"q":[],"delta":{"content":"a","w":{"v":1}}}],"u":1})"),
        R"({"text":"a"})");
    row("fields in any order",
        chunk(R"({"choices":[{"finish_reason":"stop","delta":{"content":"a"},"index":0}]})"),
        R"({"text":"a","finish":"stop"})");
    row("no index", chunk(R"({"choices":[{"delta":{"content":"a"}}]})"), R"({"text":"a"})");
    row("index as string", chunk(R"({"choices":[{"index":"1","delta":{"content":"B"}}]})") + content("a"),
        R"({"text":"a"})");
    row("usage as strings", chunk(R"({"choices":[],"usage":{"prompt_tokens":"12","completion_tokens":"3"}})"),
        R"({"usage":{"in":12,"out":3}})");
    row("usage as floats", chunk(R"({"choices":[],"usage":{"prompt_tokens":12.0,"completion_tokens":3.0}})"),
        R"({"usage":{"in":12,"out":3}})");
    row("usage of groq",
        chunk(R"({"choices":[],"x_groq":{"id":"r","usage":{"prompt_tokens":1,"completion_tokens":2}}})"),
        R"({"usage":{"in":1,"out":2}})");
    row("usage in the choice",
        chunk(
            R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":1,"completion_tokens":2}}]})"),
        R"({"usage":{"in":1,"out":2}})");
    row("reasoning once",
        chunk(
            R"({"choices":[{"delta":{"reasoning":"r","reasoning_content":"r","reasoning_details":[{"text":"r"}]}}]})"),
        R"({"reasoning":"r"})");
    row("reasoning details",
        chunk(
            R"({"choices":[{"delta":{"reasoning":"","reasoning_details":[{"type":"reasoning.summary","summary":"s"},{"text":"t"}]}}]})"),
        R"({"reasoning":"st"})");
    row("content in parts",
        chunk(
            R"({"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h"}]},{"type":"text","text":"a"}]}}]})"),
        R"({"text":"a","reasoning":"h"})");
    row("message beside delta",
        chunk(R"({"choices":[{"delta":{"content":"a"},"message":{"content":"a"}}]})")
            + chunk(R"({"choices":[{"delta":{"content":"b"},"message":{"content":"ab"}}]})"),
        R"({"text":"ab"})");
    row("message without delta",
        chunk(R"({"choices":[{"message":{"content":"all"},"finish_reason":"stop"}]})"),
        R"({"text":"all","finish":"stop"})");
    row("closing message repeats",
        content("a") + chunk(R"({"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]})"),
        R"({"text":"a","finish":"stop"})");
    row("legacy text", chunk(R"({"choices":[{"text":"a","index":0,"finish_reason":null}]})"),
        R"({"text":"a"})");
    row("legacy function call",
        chunk(R"({"choices":[{"delta":{"function_call":{"name":"f","arguments":"{"}}}]})")
            + chunk(
                R"({"choices":[{"delta":{"function_call":{"arguments":"}"}},"finish_reason":"function_call"}]})"),
        R"({"toolCalls":[{"id":"","name":"f","arguments":"{}"}],"finish":"tool_calls"})");
    row("stop with calls",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}]})"),
        R"({"finish":"tool_calls"})");
    row("repeated id and name",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{"}}]}}]})")
            + chunk(
                R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"}"}}]}}]})")
            + chunk(
                R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"","arguments":""}}]}}]})"),
        R"({"toolCalls":[{"id":"c","name":"f","arguments":"{}"}]})");
    row("no index, id decides",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"1"}},{"id":"b","function":{"name":"g","arguments":"2"}}]}}]})")
            + chunk(R"({"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"3"}}]}}]})")
            + chunk(R"({"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"arguments":"4"}}]}}]})"),
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"14"},{"id":"b","name":"g","arguments":"23"}]})");
    row("index used again, then goes on",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]}}]})")
            + chunk(
                R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":"2"}}]}}]})")
            + chunk(R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"3"}}]}}]})"),
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"1"},{"id":"b","name":"g","arguments":"23"}]})");
    row("index as string in a call",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"index":"1","id":"a","function":{"name":"f","arguments":"1"}}]}}]})")
            + chunk(R"({"choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":"2"}}]}}]})"),
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"12"}]})");
    row("arguments as an object",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":{"k":1}}}]}}]})"),
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"{\"k\":1}"}]})");
    row("null arguments",
        chunk(
            R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":null}}]}}]})"),
        R"({"toolCalls":[{"id":"a","name":"f","arguments":""}]})");
    row("error null is none",
        chunk(R"({"error":null,"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})"),
        R"({"text":"a","error":null,"finish":"stop"})");
    row("error as text", content("a") + chunk(R"({"error":"overloaded"})"),
        R"({"text":"a","error":{"code":"","message":"overloaded"},"complete":true})");
    row("error by event type",
        content("a") + "event: error\n" + chunk(R"({"message":"too busy","code":503})"),
        R"({"text":"a","error":{"code":"503","message":"too busy"},"finish":"error"})");
    row("error event in plain words", "event: error\ndata: out of memory\n\n",
        R"({"error":{"code":"","message":"out of memory"},"finish":"error"})");
    row("error status before code", chunk(R"({"error":{"status":"UNAVAILABLE","code":503,"message":"m"}})"),
        R"({"error":{"code":"UNAVAILABLE","message":"m"}})");
    row("lone surrogate stays alone",
        chunk(R"({"choices":[{"delta":{"content":"a\ud83d"}}]})") + content("b") + done,
        "{\"text\":\"a\xEF\xBF\xBD"
        "b\"}");
    row("lone surrogate at the end", chunk(R"({"choices":[{"delta":{"content":"a\ud83d"}}]})") + done,
        "{\"text\":\"a\xEF\xBF\xBD\"}");
    row("surrogate halves around reasoning",
        chunk(R"({"choices":[{"delta":{"content":"\ud83d"}}]})")
            + chunk(R"({"choices":[{"delta":{"reasoning":"r"}}]})")
            + chunk(R"({"choices":[{"delta":{"content":"\ude00"}}]})") + done,
        "{\"text\":\"\xF0\x9F\x98\x80\",\"reasoning\":\"r\"}");
    row("raw tab in a string", chunk("{\"choices\":[{\"delta\":{\"content\":\"a\tb\"}}]}"),
        R"({"text":"a\tb"})");
    row("escapes", chunk(R"({"choices":[{"delta":{"content":"\"\\\/\b\f\n\r\té€"}}]})"),
        R"({"text":"\"\\/\b\f\n\r\té€"})");
    row("trailing junk", chunk(R"({"choices":[{"delta":{"content":"a"}}]}{"choices":[]})"),
        R"({"text":"a"})");
    row("empty data is a keep-alive", "data:\n\n" + content("a") + done, R"({"text":"a","complete":true})");
    row("pretty-printed over data lines",
        "data: {\"choices\":[\ndata: {\"delta\":{\"content\":\"a\"}}\ndata: ]}\n\n", R"({"text":"a"})");
    row("byte order mark", "\xEF\xBB\xBF" + content("a"), R"({"text":"a"})");
    row("CRLF", QByteArray(content("a") + done).replace("\n", "\r\n"), R"({"text":"a","complete":true})");
    row("header lies: stream as JSON", content("a") + done, R"({"text":"a","complete":true})",
        "application/json");
    row("header lies: no type", content("a") + done, R"({"text":"a","complete":true})", "");
    row("header lies: JSON as stream", R"({"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]})",
        R"({"text":"a","complete":true})");
    row("JSON after white space",
        "\r\n\n {\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
        R"({"text":"a","complete":true})", "application/json");
    row("JSON without finish", R"({"choices":[{"message":{"content":"a"}}]})",
        R"({"text":"a","complete":false})");
    row("JSON cut in the text",
        R"({"choices":[{"index":0,"message":{"role":"assistant","content":"half an ans)",
        R"({"text":"half an ans","complete":false})", "application/json");
    row("JSON cut in an escape", R"({"choices":[{"message":{"content":"é\u00)",
        R"({"text":"é","complete":false})");
    row("JSON error at 200", R"({"error":{"message":"m","code":"c"}})",
        R"({"text":"","error":{"code":"c","message":"m"},"complete":true})", "application/json");
    row("JSON detail at 200", R"({"detail":"Not authenticated"})",
        R"({"error":{"code":"","message":"Not authenticated"}})", "application/json");
    row("array with an error", R"([{"error":{"message":"m","status":"S"}}])",
        R"({"error":{"code":"S","message":"m"}})", "application/json");
    row("newline-delimited chunks",
        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n{\"choices\":[{\"delta\":{\"content\":\"b\"},"
        "\"finish_reason\":\"stop\"}]}\n",
        R"({"text":"ab","complete":true})", "application/json");
    row("cut tail", content("a") + "data: {\"choices\":[{\"del", R"({"text":"a","complete":false})");
    row("cut tail after the finish",
        chunk(R"({"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]})") + "data: {\"usa",
        R"({"text":"a","finish":"stop","complete":false})");
    row("tail without its blank line", content("a") + "data: [DONE]", R"({"text":"a","complete":true})");
    row("nothing at all", "", R"({"text":"","complete":false,"finish":null})");
    return rows;
}

QList<QByteArray> repeatedChunkTexts()
{
    return {
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"bc"},"finish_reason":null}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":null}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"d\u00e4"},"finish_reason":null}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]})",
        R"({"model":"m","choices":[{"index":1,"delta":{"content":"a"},"finish_reason":null}]})",
        R"({"model":"n","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"a","refusal":"r"}}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"reasoning":"r","content":"a"}}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"a","content":"b"}}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"","content":"b"}}]})",
        R"({"model":"m","choices":[{"index":0,"delta":{"content":"a","content":"c"}}]})",
        R"({"model":"m","choices":[{"delta":{"content":""},"text":"legacy"}]})",
        R"({"model":"m","choices":[{"delta":{"content":"a"},"text":"legacy"}]})",
        R"({"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":1}})",
        R"({"choices":[{"delta":{"content":"b"}}],"usage":{"prompt_tokens":1}})",
        R"({"choices":[{"delta":{"content":"a"}}],"error":{"message":"e"}})",
        R"({"choices":[{"delta":{"content":[{"type":"text","text":"a"}]}}]})",
        R"({"choices":[{"message":{"content":"a"}}]})",
        R"({"choices":[{"message":{"content":"b"}}]})",
        "{\"choices\":[{\"delta\":{\"content\":\"a\nb\"}}]}",
    };
}

} // namespace runnel
