package io.github.ddnsjava.providers.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.HttpTransport.Answer;
import io.github.ddnsjava.publish.http.HttpTransport.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The services as their pages describe them. What a page does not describe is refused in the service's own form: another
 * path, method, type, member, or a text that is too long.
 */
final class FakeServices implements HttpTransport {
    static final String TIME = "2026-03-01T12:00:00Z";
    private static final long SECONDS = 1772366400L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, Function<Call, Answer>> SERVICES = Map.ofEntries(
            Map.entry("hooks.slack.com", FakeServices::slack),
            Map.entry("discord.com", FakeServices::discord),
            Map.entry("api.telegram.org", FakeServices::telegram),
            Map.entry("ntfy.sh", FakeServices::ntfy),
            Map.entry("gotify.example", FakeServices::gotify),
            Map.entry("oapi.dingtalk.com", FakeServices::dingtalk),
            Map.entry("open.feishu.cn", FakeServices::feishu),
            Map.entry("qyapi.weixin.qq.com", FakeServices::wecom),
            Map.entry("api.day.app", FakeServices::bark),
            Map.entry("sctapi.ftqq.com", FakeServices::serverchan),
            Map.entry("hc-ping.com", FakeServices::healthchecks),
            Map.entry("hook.example", FakeServices::webhook));

    /** The texts that were accepted, as people would see them. */
    final List<String> shown = new ArrayList<>();
    /** The targets of all requests. */
    final List<String> targets = new ArrayList<>();

    /** Something is not as the page says. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** A request, and what it shows. */
    private static final class Call {
        private final Request request;
        private String shown = "";

        private Call(Request request) {
            this.request = request;
        }

        void check(boolean right, String why) {
            if (!right) {
                throw new Refused(why);
            }
        }

        String body() {
            return new String(request.body().orElse(new byte[0]), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return request.headers().getOrDefault(name, "");
        }

        void post(String path) {
            check(request.method().equals("POST"), "method " + request.method());
            check(request.uri().getRawPath().equals(path), "path");
        }

        /** Returns the body, which must be an object with these members and no others. */
        JsonNode json(String... members) {
            check(header("Content-Type").startsWith("application/json"), "type " + header("Content-Type"));
            try {
                JsonNode json = JSON.readTree(body());
                Set<String> names = new TreeSet<>();
                json.fieldNames().forEachRemaining(names::add);
                check(names.equals(new TreeSet<>(List.of(members))), "members " + names);
                return json;
            } catch (JsonProcessingException e) {
                throw new Refused("no JSON");
            }
        }

        Map<String, String> pairs(String text) {
            Map<String, String> pairs = new HashMap<>();
            for (String pair : text.split("&")) {
                String[] parts = pair.split("=", 2);
                pairs.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            return pairs;
        }

        void text(JsonNode text, int bytes, int characters) {
            check(text.isTextual() && !text.asText().isEmpty(), "no text");
            check(text.asText().length() <= characters, "too long");
            check(text.asText().getBytes(StandardCharsets.UTF_8).length <= bytes, "too many bytes");
            shown = text.asText();
        }
    }

    private static final int ANY = Integer.MAX_VALUE;

    @Override
    public Answer exchange(Request request) {
        targets.add(request.uri().toString());
        Call call = new Call(request);
        String host = request.uri().getHost();
        Answer answer;
        try {
            answer = SERVICES.get(host).apply(call);
        } catch (Refused e) {
            return refusal(host, String.valueOf(e.getMessage()));
        }
        shown.add(call.shown);
        return answer;
    }

    private static Answer refusal(String host, String why) {
        return switch (host) {
            case "hooks.slack.com" -> text(400, "invalid_payload");
            case "discord.com" -> json(400, "{\"message\": \"" + why + "\", \"code\": 50006}");
            case "api.telegram.org" ->
                json(400, "{\"ok\": false, \"error_code\": 400, \"description\": \"Bad Request: " + why + "\"}");
            case "ntfy.sh" -> json(400, "{\"code\": 40024, \"http\": 400, \"error\": \"" + why + "\"}");
            case "gotify.example" ->
                json(400, "{\"error\": \"Bad Request\", \"errorCode\": 400, \"errorDescription\": \"" + why + "\"}");
            case "oapi.dingtalk.com" -> json(200, "{\"errcode\": 310000, \"errmsg\": \"" + why + "\"}");
            case "open.feishu.cn" -> json(200, "{\"code\": 9499, \"msg\": \"" + why + "\", \"data\": {}}");
            case "qyapi.weixin.qq.com" -> json(200, "{\"errcode\": 40058, \"errmsg\": \"" + why + "\"}");
            case "api.day.app" -> json(400, "{\"code\": 400, \"message\": \"" + why + "\", \"timestamp\": 1}");
            case "sctapi.ftqq.com" -> json(400, "{\"code\": 40001, \"message\": \"" + why + "\"}");
            case "hc-ping.com" -> text(200, "OK (not found)");
            default -> text(422, why);
        };
    }

    private static Answer json(int status, String body) {
        return new Answer(status, Map.of("content-type", List.of("application/json")), body);
    }

    private static Answer text(int status, String body) {
        return new Answer(status, Map.of("content-type", List.of("text/plain")), body);
    }

    private static Answer slack(Call call) {
        call.post("/services/T0/B0/s3cretHookPart");
        JsonNode json = call.json("text", "mrkdwn", "unfurl_links", "unfurl_media");
        call.check(json.get("mrkdwn").isBoolean() && !json.get("mrkdwn").asBoolean(), "markdown");
        call.text(json.get("text"), ANY, 40_000);
        return text(200, "ok");
    }

    private static Answer discord(Call call) {
        call.post("/api/webhooks/1/s3cretHookPart");
        JsonNode json = call.json("content", "flags", "allowed_mentions");
        call.check(json.at("/allowed_mentions/parse").isArray(), "mentions");
        call.check(json.at("/allowed_mentions/parse").isEmpty(), "mentions");
        call.check(json.get("flags").asInt() == 4, "flags");
        call.text(json.get("content"), ANY, 2000);
        return new Answer(204, Map.of(), "");
    }

    private static Answer telegram(Call call) {
        call.post("/bot123456:s3cret-Token_of_35_characters_as_usual/sendMessage");
        JsonNode json = call.json("chat_id", "text", "link_preview_options");
        call.check(json.get("chat_id").asText().equals("-100200300"), "chat not found");
        call.text(json.get("text"), ANY, 4096);
        return json(200, "{\"ok\": true, \"result\": {\"message_id\": 7}}");
    }

    private static Answer ntfy(Call call) {
        call.post("/");
        call.check(call.header("Authorization").equals("Bearer tk_s3cretTokenOfNtfy"), "unauthorized");
        JsonNode json = call.json("topic", "title", "message", "priority");
        call.check(json.get("topic").asText().equals("s3cret-topic"), "topic");
        call.check(json.get("priority").isInt(), "priority");
        call.text(json.get("message"), 4096, ANY);
        return json(200, "{\"id\": \"x\", \"time\": 1, \"event\": \"message\", \"topic\": \"t\"}");
    }

    private static Answer gotify(Call call) {
        call.post("/message");
        call.check(call.header("X-Gotify-Key").equals("s3cret.App-Token"), "unauthorized");
        JsonNode json = call.json("title", "message");
        call.text(json.get("message"), ANY, ANY);
        return json(200, "{\"id\": 25, \"appid\": 5, \"message\": \"m\"}");
    }

    private static Answer dingtalk(Call call) {
        call.post("/robot/send");
        Map<String, String> query = call.pairs(call.request.uri().getRawQuery());
        call.check(query.get("access_token").equals("s3cretAccessToken"), "token is not exist");
        String millis = SECONDS * 1000 + "";
        call.check(query.get("timestamp").equals(millis), "timestamp");
        call.check(query.get("sign").equals(mac("SECs3cretKey", millis + "\nSECs3cretKey")), "sign not match");
        JsonNode json = call.json("msgtype", "text", "at");
        call.check(
                !json.at("/at/isAtAll").asBoolean() && json.at("/at/atMobiles").isEmpty(), "mentions");
        call.text(json.at("/text/content"), 20_000, ANY);
        return json(200, "{\"errcode\": 0, \"errmsg\": \"ok\"}");
    }

    private static Answer feishu(Call call) {
        call.post("/open-apis/bot/v2/hook/s3cret-0000-hook");
        JsonNode json = call.json("timestamp", "sign", "msg_type", "content");
        call.check(
                json.get("timestamp").isTextual()
                        && json.get("timestamp").asText().equals(SECONDS + ""),
                "time");
        call.check(json.get("sign").asText().equals(mac(SECONDS + "\ns3cretSignKey", "")), "sign match fail");
        call.check(json.get("msg_type").asText().equals("text"), "type");
        call.text(json.at("/content/text"), 20_000, ANY);
        return json(200, "{\"code\": 0, \"msg\": \"success\", \"data\": {}, \"StatusCode\": 0}");
    }

    private static Answer wecom(Call call) {
        call.post("/cgi-bin/webhook/send");
        call.check(call.request.uri().getRawQuery().equals("key=s3cret-key-0000"), "invalid webhook url");
        JsonNode json = call.json("msgtype", "text");
        call.text(json.at("/text/content"), 2048, ANY);
        return json(200, "{\"errcode\": 0, \"errmsg\": \"ok\"}");
    }

    private static Answer bark(Call call) {
        call.post("/push");
        JsonNode json = call.json("device_key", "title", "body", "group");
        call.check(json.get("device_key").asText().equals("s3cretDeviceKey"), "failed to get device token");
        call.text(json.get("body"), 4096, ANY);
        return json(200, "{\"code\": 200, \"message\": \"success\", \"timestamp\": 1}");
    }

    private static Answer serverchan(Call call) {
        call.post("/SCTs3cretSendKey.send");
        call.check(call.header("Content-Type").equals("application/x-www-form-urlencoded"), "type");
        Map<String, String> form = call.pairs(call.body());
        call.check(form.keySet().equals(Set.of("title", "desp")), "fields");
        call.check(form.get("title").length() <= 32, "title");
        call.shown = form.get("desp");
        return json(200, "{\"code\": 0, \"message\": \"\", \"data\": {\"pushid\": \"1\"}}");
    }

    private static Answer healthchecks(Call call) {
        String path = call.request.uri().getRawPath();
        call.check(call.request.method().equals("POST"), "method");
        call.check(path.equals("/s3cret-uuid") || path.equals("/s3cret-uuid/fail"), "path");
        call.check(call.header("Content-Type").startsWith("text/plain"), "type");
        call.shown = call.body();
        return text(200, "OK");
    }

    private static Answer webhook(Call call) {
        call.post("/s3cret/hook/");
        call.check(call.request.uri().getRawQuery().equals("a=s3cret%2Fquery&flag="), "query");
        String id = call.header("webhook-id");
        String signed = id + "." + call.header("webhook-timestamp") + "." + call.body();
        call.check(call.header("webhook-timestamp").equals(SECONDS + ""), "time");
        call.check(call.header("webhook-signature").equals("v1," + mac("s3cretKey", signed)), "signature");
        JsonNode json = call.json("type", "timestamp", "data");
        call.check(json.get("type").asText().equals("ddns.notification"), "type");
        call.check(json.get("timestamp").asText().equals(TIME), "time");
        call.text(json.at("/data/text"), ANY, ANY);
        return text(202, "");
    }

    /** The signature as the pages show how to make it. */
    static String mac(String key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
