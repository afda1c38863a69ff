// SPDX-FileCopyrightText: 2026 Runnel contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "provider/dialectrows.h"

namespace runnel {

namespace {

/// Collects the rows of one dialect.
struct Rows
{
    Dialect dialect;
    QList<DecoderRow> rows;

    void operator()(const char *name, const QByteArray &bytes, const char *expected,
        const char *contentType = "text/event-stream")
    {
        rows.append({name, bytes, contentType, expected, dialect});
    }
};

} // namespace

QList<DecoderRow> openAiResponsesRows()
{
    Rows row{Dialect::OpenAiResponses, {}};
    const QByteArray text = chunk(R"({"type":"response.output_text.delta","output_index":0,"delta":"a"})");
    const QByteArray done = chunk(R"({"type":"response.completed","response":{"status":"completed"}})");

    row("repetitions are not added",
        text + chunk(R"({"type":"response.output_text.done","output_index":0,"text":"a"})")
            + chunk(
                R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"a"}]}})")
            + chunk(
                R"({"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a"}]}]}})"),
        R"({"text":"a","finish":"stop","complete":true})");
    row("no deltas: finished parts",
        chunk(R"({"type":"response.output_text.done","output_index":0,"text":"a"})")
            + chunk(R"({"type":"response.output_text.done","output_index":1,"text":"b"})")
            + chunk(
                R"({"type":"response.output_item.done","item":{"type":"message","content":[{"type":"output_text","text":"a"}]}})")
            + done,
        R"({"text":"ab"})");
    row("no deltas: the response",
        chunk(
            R"({"type":"response.completed","response":{"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"s"}]},{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"no"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}})"),
        R"({"text":"a","reasoning":"s","refusal":"no","toolCalls":[{"id":"c","name":"f","arguments":"{}"}],"finish":"tool_calls"})");
    row("summary parts",
        chunk(
            R"({"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"a"})")
            + chunk(R"({"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":1})")
            + chunk(
                R"({"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"b"})")
            + chunk(
                R"({"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":"c"})")
            + chunk(
                R"({"type":"response.reasoning_summary_text.delta","output_index":2,"summary_index":0,"delta":"d"})")
            + done,
        R"({"reasoning":"a\n\nbc\n\nd"})");
    row("summary parts without an index",
        chunk(R"({"type":"response.reasoning_summary_part.added"})")
            + chunk(R"({"type":"response.reasoning_summary_text.delta","delta":"a"})")
            + chunk(R"({"type":"response.reasoning_summary_part.added"})")
            + chunk(R"({"type":"response.reasoning_summary_text.delta","delta":"b"})") + done,
        R"({"reasoning":"a\n\nb"})");
    row("reasoning text",
        chunk(R"({"type":"response.reasoning_text.delta","content_index":0,"delta":"a"})")
            + chunk(R"({"type":"response.reasoning_text.delta","content_index":0,"delta":"b"})")
            + chunk(R"({"type":"response.reasoning_text.done","content_index":0,"text":"ab"})")
            + chunk(R"({"type":"response.reasoning_summary_text.delta","summary_index":0,"delta":"ab"})")
            + done,
        R"({"reasoning":"ab"})");
    row("refusal",
        chunk(R"({"type":"response.refusal.delta","delta":"I "})")
            + chunk(R"({"type":"response.refusal.delta","delta":"won't"})")
            + chunk(R"({"type":"response.refusal.done","refusal":"I won't"})") + done,
        R"({"refusal":"I won't","text":"","finish":"stop"})");
    const QByteArray twoCalls
        = chunk(
              R"({"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","call_id":"a","name":"f","arguments":""}})")
        + chunk(
            R"({"type":"response.output_item.added","output_index":1,"item":{"id":"fc_2","type":"function_call","call_id":"b","name":"g","arguments":""}})");
    row("calls interleaved",
        twoCalls
            + chunk(
                R"({"type":"response.function_call_arguments.delta","item_id":"fc_2","output_index":1,"delta":"2"})")
            + chunk(
                R"({"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"1"})")
            + chunk(
                R"({"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,"arguments":"1"})")
            + done,
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"1"},{"id":"b","name":"g","arguments":"2"}],"finish":"tool_calls"})");
    row("item ids made up for each event",
        twoCalls
            + chunk(
                R"({"type":"response.function_call_arguments.delta","item_id":"x","output_index":"0","delta":"1"})")
            + chunk(
                R"({"type":"response.function_call_arguments.delta","item_id":"y","output_index":1,"delta":"2"})")
            + done,
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"1"},{"id":"b","name":"g","arguments":"2"}]})");
    row("arguments only when done",
        twoCalls
            + chunk(
                R"({"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,"arguments":"1"})")
            + chunk(
                R"({"type":"response.output_item.done","output_index":1,"item":{"id":"fc_2","type":"function_call","call_id":"b","name":"g","arguments":"2"}})")
            + done,
        R"({"toolCalls":[{"id":"a","name":"f","arguments":"1"},{"id":"b","name":"g","arguments":"2"}]})");
    row("call without a call id",
        chunk(
            R"({"type":"response.output_item.done","item":{"id":"fc_1","type":"function_call","name":"f","arguments":"{}"}})")
            + done,
        R"({"toolCalls":[{"id":"fc_1","name":"f","arguments":"{}"}]})");
    row("filtered",
        text
            + chunk(
                R"({"type":"response.incomplete","response":{"incomplete_details":{"reason":"content_filter"}}})"),
        R"({"text":"a","finish":"content_filter","complete":true,"error":null})");
    row("failed by type",
        chunk(R"({"type":"response.failed","response":{"error":{"type":"t","message":"m"}}})"),
        R"({"finish":"error","error":{"code":"t","message":"m"},"complete":true})");
    row("failed without a word", chunk(R"({"type":"response.failed","response":{"error":null}})"),
        R"({"finish":"error","error":{"code":"","message":""},"complete":true})");
    row("error in an error",
        text + chunk(R"({"type":"error","error":{"code":"c","type":"t","message":"m"}})"),
        R"({"text":"a","finish":"error","error":{"code":"c","message":"m"}})");
    row("error without type", text + chunk(R"({"error":{"message":"m","code":429}})") + text,
        R"({"text":"a","error":{"code":"429","message":"m"}})");
    row("nothing after the end", text + done + text, R"({"text":"a"})");
    row("done word after the end", text + done + "data: [DONE]\n\n", R"({"text":"a","complete":true})");
    row("cut", text, R"({"text":"a","finish":null,"complete":false})");
    row("event names only",
        "event: response.output_text.delta\ndata: {\"delta\":\"a\"}\n\nevent: response.completed\ndata: "
        "{\"response\":{\"usage\":{\"input_tokens\":\"3\",\"output_tokens\":4.0}}}\n\n",
        R"({"text":"a","finish":"stop","usage":{"in":3,"out":4}})");
    row("nulls",
        chunk(R"({"type":"response.created","response":null,"error":null})")
            + chunk(R"({"type":"response.output_text.delta","delta":null})")
            + chunk(R"({"type":"response.output_item.added","item":null})") + text
            + chunk(
                R"({"type":"response.completed","response":{"error":null,"usage":null,"output":null,"incomplete_details":null}})"),
        R"({"text":"a","error":null,"finish":"stop","usage":{"in":null,"out":null}})");
    row("unknown events", chunk(R"({"type":"response.future.delta","delta":"x"})") + text + done,
        R"({"text":"a"})");
    row("a bad event", text + chunk("{oops") + text + done, R"({"text":"aa"})");
    row("not streamed",
        R"({"id":"r","object":"response","status":"completed","error":null,"model":"m","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"s"},{"type":"summary_text","text":"t"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]}],"usage":{"input_tokens":1,"output_tokens":2}})",
        R"({"text":"a","reasoning":"s\n\nt","finish":"stop","complete":true,"usage":{"in":1,"out":2}})",
        "application/json");
    row("not streamed, failed",
        R"({"object":"response","status":"failed","error":{"code":"c","message":"m"},"output":[]})",
        R"({"finish":"error","error":{"code":"c","message":"m"},"complete":true})", "application/json");
    row("not streamed, incomplete",
        R"({"object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"a"}]}]})",
        R"({"text":"a","finish":"length","complete":true})", "application/json");
    row("not streamed, cut",
        R"({"object":"response","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"half an)",
        R"({"text":"half an","complete":false})", "application/json");
    return row.rows;
}

QList<DecoderRow> anthropicRows()
{
    Rows row{Dialect::Anthropic, {}};
    const QByteArray start = chunk(
        R"({"type":"message_start","message":{"model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":25,"output_tokens":1}}})");
    const QByteArray text
        = chunk(R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a"}})");
    const QByteArray stop = chunk(R"({"type":"message_stop"})");
    const auto finish = [](const char *reason) {
        return chunk(QByteArray(R"({"type":"message_delta","delta":{"stop_reason":")") + reason
            + R"("},"usage":{"output_tokens":7}})");
    };

    row("stop sequence", start + text + finish("stop_sequence") + stop, R"({"text":"a","finish":"stop"})");
    row("refusal", start + text + finish("refusal") + stop, R"({"finish":"content_filter","complete":true})");
    row("window exceeded", start + text + finish("model_context_window_exceeded") + stop,
        R"({"finish":"length"})");
    row("pause", start + text + finish("pause_turn") + stop, R"({"finish":"stop"})");
    row("stop without reason", start + text + stop, R"({"finish":null,"complete":true})");
    row("cut", start + text, R"({"text":"a","finish":null,"complete":false,"usage":{"in":25,"out":1}})");
    row("latest usage",
        start + text
            + chunk(
                R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":"30","cache_read_input_tokens":9,"output_tokens":5}})")
            + stop,
        R"({"usage":{"in":30,"out":5}})");
    row("usage null stays",
        start
            + chunk(
                R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":null,"output_tokens":5}})")
            + stop,
        R"({"usage":{"in":25,"out":5}})");
    row("redacted thinking",
        start
            + chunk(
                R"({"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"Em=="}})")
            + chunk(R"({"type":"content_block_stop","index":0})") + text + finish("end_turn") + stop,
        R"({"text":"a","reasoning":"","finish":"stop"})");
    row("text in the block's start",
        start
            + chunk(R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":"b"}})")
            + text + finish("end_turn") + stop,
        R"({"text":"ba"})");
    const QByteArray call = chunk(
        R"({"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{ "k" : 1 }}})");
    row("input in the block's start",
        start + call + chunk(R"({"type":"content_block_stop","index":1})") + finish("tool_use") + stop,
        R"({"toolCalls":[{"id":"t1","name":"f","arguments":"{\"k\":1}"}],"finish":"tool_calls"})");
    row("no end of the block", start + call + finish("tool_use") + stop,
        R"({"toolCalls":[{"id":"t1","name":"f","arguments":"{\"k\":1}"}]})");
    row("no input at all",
        start
            + chunk(
                R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f"}})")
            + chunk(R"({"type":"content_block_stop","index":0})") + finish("tool_use") + stop,
        R"({"toolCalls":[{"id":"t","name":"f","arguments":"{}"}]})");
    row("deltas replace the start's input",
        start + call
            + chunk(
                R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}})")
            + chunk(R"({"type":"content_block_stop","index":1})") + finish("tool_use") + stop,
        R"({"toolCalls":[{"id":"t1","name":"f","arguments":"{}"}]})");
    row("calls interleaved",
        start + call
            + chunk(
                R"({"type":"content_block_start","index":"2","content_block":{"type":"tool_use","id":"t2","name":"g","input":{}}})")
            + chunk(
                R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"1"}})")
            + chunk(
                R"({"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"2"}})")
            + chunk(
                R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"3"}})")
            + finish("tool_use") + stop,
        R"({"toolCalls":[{"id":"t1","name":"f","arguments":"13"},{"id":"t2","name":"g","arguments":"2"}]})");
    row("the provider's own tools are no calls",
        start
            + chunk(
                R"({"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}})")
            + chunk(
                R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"q\":1}"}})")
            + chunk(R"({"type":"content_block_stop","index":0})") + text + finish("end_turn") + stop,
        R"({"text":"a","toolCalls":[],"finish":"stop"})");
    row("stop with a call", start + call + finish("end_turn") + stop, R"({"finish":"tool_calls"})");
    row("event names only",
        "event: content_block_delta\ndata: {\"delta\":{\"text\":\"a\"}}\n\nevent: message_stop\ndata: {}\n\n",
        R"({"text":"a","complete":true})");
    row("bytes after an error",
        start + text + "event: error\n" + chunk(R"({"type":"error","error":{"type":"t","message":"m"}})")
            + text,
        R"({"text":"a","error":{"code":"t","message":"m"},"finish":"error","complete":true})");
    row("bytes after the end", start + text + stop + text, R"({"text":"a"})");
    row("nulls",
        chunk(R"({"type":"message_start","message":null})")
            + chunk(R"({"type":"content_block_start","index":null,"content_block":null})")
            + chunk(R"({"type":"content_block_delta","index":0,"delta":null})")
            + chunk(R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":null}})")
            + text + chunk(R"({"type":"message_delta","delta":{"stop_reason":null},"usage":null})"),
        R"({"text":"a","finish":null,"complete":false})");
    row("a bad event", start + text + chunk("{oops") + text + stop, R"({"text":"aa"})");
    row("not streamed",
        R"({"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"thinking","thinking":"h","signature":"x"},{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{"k":[1, 2]}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}})",
        R"({"text":"a","reasoning":"h","toolCalls":[{"id":"t","name":"f","arguments":"{\"k\":[1,2]}"}],"finish":"tool_calls","complete":true,"usage":{"in":1,"out":2}})",
        "application/json");
    row("not streamed, cut", R"({"type":"message","content":[{"type":"text","text":"half an)",
        R"({"text":"half an","complete":false})", "application/json");
    row("error at 200", R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
        R"({"error":{"code":"overloaded_error","message":"Overloaded"},"complete":true})",
        "application/json");
    return row.rows;
}

QList<DecoderRow> geminiRows()
{
    Rows row{Dialect::Gemini, {}};
    const auto answer = [](const QByteArray &parts, const QByteArray &rest = {}) {
        return R"({"candidates":[{"content":{"parts":[)" + parts + R"(],"role":"model"},"index":0)" + rest
            + "}]}";
    };
    const QByteArray a = answer(R"({"text":"a"})");
    const QByteArray b = answer(R"({"text":"b"})", R"(,"finishReason":"STOP")");
    const char *const json = "application/json";

    row("thought after its text",
        chunk(answer(
            R"({"text":"h","thought":true},{"text":"i","thought":"true"},{"text":"a","thought":false})"))
            + chunk(b),
        R"({"text":"ab","reasoning":"hi","finish":"stop"})");
    row("usage of each kind is the latest",
        chunk(R"({"usageMetadata":{"promptTokenCount":"12","thoughtsTokenCount":20}})")
            + chunk(
                R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"usageMetadata":{"candidatesTokenCount":6}})"),
        R"({"usage":{"in":12,"out":26}})");
    row("usage after the finish",
        chunk(b) + chunk(R"({"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2}})"),
        R"({"text":"b","finish":"stop","usage":{"in":1,"out":2}})");
    row("second candidate",
        chunk(R"({"candidates":[{"index":1,"content":{"parts":[{"text":"X"}]}}]})") + chunk(b),
        R"({"text":"b"})");
    row("calls without ids",
        chunk(answer(R"({"functionCall":{"name":"f","args":{ "x": [1, 2] }}},{"functionCall":{"name":"f"}})"))
            + chunk(
                answer(R"({"functionCall":{"id":"c","name":"g","args":null}})", R"(,"finishReason":"STOP")")),
        R"({"toolCalls":[{"id":"","name":"f","arguments":"{\"x\":[1,2]}"},{"id":"","name":"f","arguments":"{}"},{"id":"c","name":"g","arguments":"{}"}],"finish":"tool_calls"})");
    row("recitation", chunk(answer(R"({"text":"a"})", R"(,"finishReason":"RECITATION")")),
        R"({"text":"a","finish":"content_filter","complete":true,"error":null})");
    row("safety in the middle",
        chunk(a) + chunk(R"({"candidates":[{"finishReason":"SAFETY","safetyRatings":[]}]})"),
        R"({"text":"a","finish":"content_filter"})");
    row("spoiled call",
        chunk(R"({"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"m"}]})"),
        R"({"finish":"error","error":{"code":"MALFORMED_FUNCTION_CALL","message":"m"}})");
    row("unspecified is none",
        chunk(answer(R"({"text":"a"})", R"(,"finishReason":"FINISH_REASON_UNSPECIFIED")")),
        R"({"finish":null,"complete":false})");
    row("error by number", chunk(R"({"error":{"code":500,"message":"m"}})") + chunk(b),
        R"({"text":"","error":{"code":"500","message":"m"},"finish":"error"})");
    row("nulls",
        chunk(R"({"candidates":null,"usageMetadata":null,"promptFeedback":null,"error":null})")
            + chunk(R"({"candidates":[{"content":null,"finishReason":null}]})")
            + chunk(R"({"candidates":[{"content":{"parts":[null,{"text":null},{"functionCall":null}]}}]})")
            + chunk(b),
        R"({"text":"b","finish":"stop","toolCalls":[]})");
    row("unknown parts",
        chunk(answer(R"({"executableCode":{"code":"x"}},{"inlineData":{"data":"eA=="}},{"text":"a"})")),
        R"({"text":"a"})");
    row("array", "[" + a + ",\r\n" + b + "\r\n]\r\n", R"({"text":"ab","finish":"stop","complete":true})",
        json);
    row("array of one", "[" + b + "]", R"({"text":"b","complete":true})", json);
    row("array under an event stream's header", "[" + a + "\n,\n" + b + "\n]",
        R"({"text":"ab","complete":true})");
    row("array, pretty-printed",
        "[{\n  \"candidates\": [\n    {\n      \"content\": {\n        \"parts\": [\n          {\n           "
        " \"text\": \"a]},[{\\\"\"\n          }\n        ]\n      },\n      \"finishReason\": \"STOP\"\n    "
        "}\n  ]\n}\n]\n",
        R"({"text":"a]},[{\"","complete":true})", json);
    row("array cut between", "[" + a + ",\n", R"({"text":"a","complete":false})", json);
    row("array cut in the second", "[" + a + ",\n" + b.left(50), R"({"text":"a","complete":false})", json);
    row("array cut in the first", R"([{"candidates":[{"content":{"parts":[{"text":"half an)",
        R"({"text":"half an","complete":false})", json);
    row("array without its end", "[" + a + ",\n" + b, R"({"text":"ab","complete":true})", json);
    row("array with a bad element", "[" + a + ",{oops},7,\"x\"," + b + "]",
        R"({"text":"ab","complete":true})", json);
    row("array with an error", "[" + a + R"(,{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}])",
        R"({"text":"a","error":{"code":"UNAVAILABLE","message":"m"},"complete":true})", json);
    row("array after white space", "\n [" + a + "," + b + "]", R"({"text":"ab"})", json);
    row("empty array", "[]", R"({"text":"","complete":false})", json);
    row("array with broken UTF-8", "[" + answer("{\"text\":\"\xC3\"}", R"(,"finishReason":"STOP")") + "]",
        "{\"text\":\"\xEF\xBF\xBD\",\"complete\":true}", json);
    row("not streamed", b, R"({"text":"b","complete":true})", json);
    row("stream cut", chunk(a), R"({"text":"a","complete":false})");
    return row.rows;
}

QList<DecoderRow> ollamaRows()
{
    Rows row{Dialect::Ollama, {}};
    const auto line = [](const QByteArray &message, const QByteArray &rest = R"("done":false)") {
        return R"({"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant",)" + message
            + "}," + rest + "}\n";
    };
    const QByteArray a = line(R"("content":"a")");
    const QByteArray done = line(
        R"("content":"")", R"("done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":282)");
    const char *const json = "application/x-ndjson";

    row("strings for booleans and numbers",
        line(R"("content":"a")", R"("done":"false")")
            + line(R"("content":"b")",
                R"("done":"true","done_reason":"length","prompt_eval_count":"3","eval_count":"4")"),
        R"({"text":"ab","finish":"length","complete":true,"usage":{"in":3,"out":4}})", json);
    row("done without reason", a + line(R"("content":"")", R"("done":true)"),
        R"({"finish":null,"complete":true})", json);
    row("done with text", line(R"("content":"a")", R"("done":true,"done_reason":"stop")"),
        R"({"text":"a","finish":"stop"})", json);
    row("bytes after the end", a + done + a, R"({"text":"a"})", json);
    row("calls",
        line(
            R"("content":"","tool_calls":[{"function":{"index":0,"name":"f","arguments":{"a": 1}}},{"function":{"index":0,"name":"f","arguments":{"a": 2}}}])")
            + line(
                R"("content":"","tool_calls":[{"id":"c","function":{"name":"g"}},{"function":{"name":"h","arguments":"{\"x\":1}"}}])")
            + done,
        R"({"toolCalls":[{"id":"","name":"f","arguments":"{\"a\":1}"},{"id":"","name":"f","arguments":"{\"a\":2}"},{"id":"c","name":"g","arguments":"{}"},{"id":"","name":"h","arguments":"{\"x\":1}"}],"finish":"tool_calls"})",
        json);
    row("a bad line", a + "{oops}\n" + a + "nothing\n" + done, R"({"text":"aa","complete":true})", json);
    row("a bad first line", "{oops}\n" + a + done, R"({"text":"a","complete":true})", json);
    row("blank lines and CRLF", "\n" + QByteArray(a + "\n" + done).replace("\n", "\r\n"),
        R"({"text":"a","complete":true})", json);
    row("cut in the second line", a + a.left(70), R"({"text":"a","complete":false})", json);
    row("cut in the first line", R"({"model":"m","message":{"role":"assistant","content":"half an)",
        R"({"text":"half an","complete":false})", json);
    row("cut between lines", a + a, R"({"text":"aa","finish":null,"complete":false})", json);
    row("error in plain", R"({"error":"model 'm' not found"})",
        R"({"error":{"code":"","message":"model 'm' not found"},"complete":true})", json);
    row("error as an object",
        a
            + R"({"error":{"message":"m","code":"c"}})"
              "\n"
            + a,
        R"({"text":"a","error":{"code":"c","message":"m"},"finish":"error"})", json);
    row("nulls",
        R"({"model":null,"message":null,"done":null,"error":null})"
        "\n" + line(R"("content":null,"thinking":null,"tool_calls":null)")
            + a + done,
        R"({"text":"a","error":null,"complete":true})", json);
    row("no type at all", a + done, R"({"text":"a","complete":true})", "");
    row("under an event stream's header", a + done, R"({"text":"a","complete":true})");
    row("framed as an event stream", chunk(a.trimmed()) + chunk(done.trimmed()),
        R"({"text":"a","complete":true})", json);
    row("not streamed", QByteArray(done).replace("\"content\":\"\"", "\"content\":\"all\""),
        R"({"text":"all","complete":true})", "application/json");
    row("not streamed, pretty-printed",
        "{\n  \"model\": \"m\",\n  \"message\": {\n    \"role\": \"assistant\",\n    \"content\": \"all\"\n  "
        "},\n  \"done\": true,\n  \"done_reason\": \"stop\"\n}\n",
        R"({"text":"all","finish":"stop","complete":true})", "application/json");
    row("broken UTF-8 in the first line", line("\"content\":\"\xC3\"") + done,
        "{\"text\":\"\xEF\xBF\xBD\",\"complete\":true}", json);
    row("half a pair in each line", line(R"("content":"\ud83d")") + line(R"("content":"\ude00")") + done,
        "{\"text\":\"\xF0\x9F\x98\x80\"}", json);
    return row.rows;
}

} // namespace runnel
