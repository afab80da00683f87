package io.github.ddnsjava.providers.notify;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.notify.Notice;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.ErrorTable.VendorError;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog: a row for each service. Stateless and thread-safe. */
final class Services {
    private static final String TEXT = "{text}";
    private static final String TITLE = "{title}";

    private static final SettingSpec PRIORITY = SettingSpec.optional("priority", "the priority, a number");

    private static final SettingSpec BOT = SettingSpec.secret("token", "the token of the bot, which BotFather shows")
            .inForm("[0-9]+:[A-Za-z0-9_-]+", "the bot's number, a colon, and 35 letters and digits");

    private static final String COPIES =
            "pages that quote the vendor's; the codes of errors are unverified; not sent to the service itself";
    private static final String VENDOR = "the vendor's page; not sent to the service itself";
    private static final String UNVERIFIED = "unverified: what client libraries send; the vendor's page was not read";

    private static final Service SLACK = new Service(
                    "slack",
                    "Slack",
                    "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
                    UNVERIFIED)
            .settings(Service.URL)
            .sends(Map.of("json", Map.of("text", TEXT, "mrkdwn", false, "unfurl_links", false, "unfurl_media", false)))
            .text(Escapes::slack, 4000)
            .judgedBy(ErrorTable.of(Services::words)
                    .success(answer -> answer.body().equals("ok"))
                    .row(Meaning.BAD_CREDENTIALS, "no_service*", "no_team", "invalid_token", "team_disabled")
                    .row(Meaning.NOT_FOUND, "channel_not_found", "channel_is_archived", "user_not_found")
                    .row(Meaning.INVALID, "invalid_payload*", "no_text", "too_many_attachments")
                    .row(Meaning.NO_PERMISSION, "action_prohibited", "posting_to_general_channel_denied")
                    .row(Meaning.TRANSIENT, "rollup_error")
                    .hint(Meaning.BAD_CREDENTIALS, "the webhook was removed; make a new one"))
            .notes("Nothing in a message is formatted, and nobody is mentioned.");

    private static final Service DISCORD = new Service(
                    "discord",
                    "Discord",
                    "https://docs.discord.com/developers/resources/webhook#execute-webhook",
                    UNVERIFIED)
            .settings(Service.URL)
            .sends(Map.of("json", Map.of("content", TEXT, "flags", 4, "allowed_mentions", Map.of("parse", List.of()))))
            .text(Escapes::markdown, 2000)
            .notes("Nothing that came from outside is formatted, and nobody is mentioned, not even by {message}.");

    private static final Service TELEGRAM = new Service(
                    "telegram", "Telegram", "https://core.telegram.org/bots/api#sendmessage", VENDOR)
            .at("https://api.telegram.org")
            .settings(
                    BOT,
                    SettingSpec.required("chatId", "the number of the chat, or @NAME of a public channel")
                            .example("-1001234567890"))
            .sends(Map.of(
                    "url",
                    "/bot{bot}:{key}/sendMessage",
                    "json",
                    Map.of("chat_id", "{chatId}", "text", TEXT, "link_preview_options", Map.of("is_disabled", true))))
            .derives(Services::bot)
            .text(Escapes::mentions, 4096)
            .judgedBy(Services::telegram)
            .notes("The bot must be a member of the chat, or the person must have written to it first.");

    private static final Service NTFY = new Service(
                    "ntfy", "ntfy", "https://docs.ntfy.sh/publish/#publish-as-json", VENDOR)
            .at("https://ntfy.sh")
            .settings(
                    SettingSpec.secret("topic", "the topic; on a public server whoever knows it can read and send")
                            .inForm("[A-Za-z0-9_-]{1,64}", "up to 64 letters, digits, _ and -"),
                    SettingSpec.optionalSecret("token", "the access token, if the topic is protected")
                            .inForm("tk_[A-Za-z0-9]+", "an access token, which begins with tk_"),
                    PRIORITY.as(SettingType.number(1, 5)).example(4))
            .sends(Map.of(
                    "json", Map.of("topic", "{topic}", "title", TITLE, "message", TEXT, "priority", "{priority}")))
            .textInBytes(Escapes::none, 4096)
            .signedBy(Signers::bearer)
            .judgedBy(ErrorTable.of(Errors.json("code", "error")).success(Services::isObject));

    private static final Service GOTIFY = new Service("gotify", "Gotify", "https://gotify.net/docs/pushmsg", UNVERIFIED)
            .settings(
                    SettingSpec.secret("token", "the token of the application"),
                    PRIORITY.as(SettingType.number(0, 10)).example(5))
            .sends(Map.of(
                    "url",
                    "/message",
                    "headers",
                    Map.of("X-Gotify-Key", "{token}"),
                    "json",
                    Map.of("title", TITLE, "message", TEXT, "priority", "{priority}")))
            .judgedBy(ErrorTable.of(Errors.json("error", "errorDescription")).success(Services::isObject));

    private static final Service DINGTALK = new Service(
                    "dingtalk",
                    "DingTalk (钉钉)",
                    "https://open.dingtalk.com/document/robots/custom-robot-access",
                    COPIES)
            .at("https://oapi.dingtalk.com")
            .settings(
                    SettingSpec.secret("accessToken", "the access_token of the robot's URL"),
                    SettingSpec.optionalSecret("secret", "the key of the signature, if the robot demands one")
                            .inForm("SEC[A-Za-z0-9]+", "the key that the robot's settings show, which begins with SEC"))
            .sends(Map.of(
                    "url",
                    "/robot/send?access_token={accessToken}",
                    "json",
                    Map.of(
                            "msgtype", "text",
                            "text", Map.of("content", TEXT),
                            "at", Map.of("isAtAll", false, "atMobiles", List.of()))))
            .textInBytes(Escapes::mentions, 18_000)
            .signedBy(Signers::dingtalk)
            .judgedBy(coded("errcode", "errmsg", "0")
                    .row(Meaning.RATE_LIMITED, "130101", "410100")
                    .row(Meaning.BAD_CREDENTIALS, "300001", "300005", "400101")
                    .row(Meaning.INVALID, "310000", "400*", "430*")
                    .row(Meaning.TRANSIENT, "-1")
                    .hint(
                            "310000",
                            "the robot demands a keyword, a signature or an address that the message does not have"))
            .notes("The service takes 20 messages in a minute, and then none for 10 minutes.");

    private static final Service FEISHU = new Service(
                    "feishu",
                    "Feishu (飞书) and Lark",
                    "https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot",
                    COPIES)
            .at("https://open.feishu.cn/open-apis/bot/v2/hook")
            .settings(
                    SettingSpec.secret("token", "the last part of the bot's URL")
                            .inForm("[A-Za-z0-9-]+", "letters, digits and hyphens: what follows /hook/"),
                    SettingSpec.optionalSecret("secret", "the key of the signature, if the bot demands one"))
            .sends(Map.of("url", "/{token}", "json", Map.of("msg_type", "text", "content", Map.of("text", TEXT))))
            .textInBytes(Escapes::tags, 18_000)
            .signedBy(Signers::feishu)
            .judgedBy(coded("code", "msg", "0")
                    .row(Meaning.RATE_LIMITED, "11232", "9499999")
                    .row(Meaning.BAD_CREDENTIALS, "19001", "19021")
                    .row(Meaning.NO_PERMISSION, "19022")
                    .row(Meaning.INVALID, "19002", "19024", "9499")
                    .hint("19021", "the signature or the clock of this host is wrong")
                    .hint("19022", "the bot only takes messages from other addresses")
                    .hint("19024", "the bot demands a keyword that the message does not have"))
            .notes("For Lark, endpoint is https://open.larksuite.com/open-apis/bot/v2/hook.");

    private static final Service WECOM = new Service(
                    "wecom", "WeCom (企业微信)", "https://developer.work.weixin.qq.com/document/path/91770", COPIES)
            .at("https://qyapi.weixin.qq.com/cgi-bin/webhook")
            .settings(SettingSpec.secret("key", "the key of the robot's URL"))
            .sends(Map.of("url", "/send?key={key}", "json", Map.of("msgtype", "text", "text", Map.of("content", TEXT))))
            .textInBytes(Escapes::tags, 2048)
            .judgedBy(coded("errcode", "errmsg", "0")
                    .row(Meaning.RATE_LIMITED, "45009", "45033")
                    .row(Meaning.BAD_CREDENTIALS, "93000", "93017")
                    .row(Meaning.INVALID, "40*", "44*")
                    .row(Meaning.TRANSIENT, "-1"))
            .notes("The service takes 20 messages in a minute.");

    private static final Service BARK = new Service(
                    "bark", "Bark", "https://github.com/Finb/bark-server/blob/master/docs/API_V2.md", VENDOR)
            .at("https://api.day.app")
            .settings(SettingSpec.secret("deviceKey", "the key of the device, which the app shows"))
            .sends(Map.of(
                    "url",
                    "/push",
                    "json",
                    Map.of("device_key", "{deviceKey}", "title", TITLE, "body", TEXT, "group", "DNS")))
            .textInBytes(Escapes::none, 3000)
            .judgedBy(coded("code", "message", "200"));

    private static final Service SERVERCHAN = new Service(
                    "serverchan", "ServerChan Turbo (Server酱)", "https://sct.ftqq.com/sendkey", UNVERIFIED)
            .at("https://sctapi.ftqq.com")
            .settings(SettingSpec.secret("sendKey", "the SendKey, which begins with SCT")
                    .inForm("SCT[A-Za-z0-9]+", "the SendKey of the Turbo service, which begins with SCT"))
            .sends(Map.of("url", "/{sendKey}.send", "form", Map.of("title", "{short}", "desp", TEXT)))
            .textInBytes(Escapes::markdown, 30_000)
            .judgedBy(coded("code", "message", "0").row(Meaning.BAD_CREDENTIALS, "40001"));

    private static final Service HEALTHCHECKS = new Service(
                    "healthchecks", "healthchecks.io and the like", "https://healthchecks.io/docs/http_api/", VENDOR)
            .settings(Service.URL)
            .sends(Map.of("body", TEXT))
            .text(Escapes::none, 9_000)
            .inTrouble("/fail")
            .usually(Notice.Kind.TROUBLE, Notice.Kind.RECOVERED)
            .judgedBy(ErrorTable.of(Services::words)
                    .success(answer -> !answer.body().startsWith("OK ("))
                    .row(Meaning.NOT_FOUND, "OK (not found)")
                    .row(Meaning.RATE_LIMITED, "OK (rate limited)"))
            .notes(
                    "The URL is called when the last trouble is over. As long as something is in trouble, it is called with"
                            + " /fail at its end. For a call after each cycle use the setting deadMan.");

    /** All rows but {@code webhook}, whose request is the user's. */
    static final List<Service> ALL = List.of(
            BARK,
            DINGTALK,
            DISCORD,
            FEISHU,
            GOTIFY,
            HEALTHCHECKS,
            NTFY,
            SERVERCHAN,
            SLACK,
            TELEGRAM,
            WECOM,
            Webhook.SERVICE);

    private Services() {}

    /** The colon of the token stands in the path as it is. */
    private static Map<String, Object> bot(Settings settings) {
        Secret token = settings.secret(BOT);
        return Map.of(
                "bot",
                Secret.from("token", () -> token.reveal().split(":", 2)[0]),
                "key",
                Secret.from("token", () -> token.reveal().split(":", 2)[1]));
    }

    private static ErrorTable coded(String code, String message, String success) {
        return ErrorTable.of(Errors.json(code, message)).success(Errors.jsonSuccess(code, success));
    }

    private static boolean isObject(HttpTransport.Answer answer) {
        return JsonReader.parse("the answer", answer.body()).isObject();
    }

    /** The whole answer is the code of the error. */
    private static List<VendorError> words(HttpTransport.Answer answer) {
        String body = answer.body();
        return body.isEmpty() || answer.isWebPage() ? List.of() : List.of(new VendorError(body, ""));
    }

    private static final ErrorTable TELEGRAM_ERRORS = ErrorTable.of(Errors.json("error_code", "description"))
            .success(Errors.jsonSuccess("ok", "true"))
            .row(Meaning.BAD_CREDENTIALS, "401", "404")
            .row(Meaning.NO_PERMISSION, "403")
            .row(Meaning.INVALID, "400")
            .hint("404", "the token has another form than that of a bot")
            .hint("403", "the bot was blocked or removed from the chat")
            .hint("400", "check chatId, and that the bot is a member of the chat");

    /** The time to wait is in the body. */
    private static void telegram(Asked asked, HttpTransport.Answer answer, Instant now) {
        if (answer.status() == 429) {
            Optional<Duration> wait = Optional.empty();
            try {
                wait = JsonReader.parse(asked.what(), answer.body())
                        .at("parameters/retry_after")
                        .optional()
                        .map(JsonReader::asSeconds);
            } catch (ProtocolException e) {
                // The status must do.
            }
            throw new RateLimitedException(ProblemScope.ACCOUNT, asked.what() + ": HTTP 429", wait);
        }
        TELEGRAM_ERRORS.check(asked, answer, now);
    }
}
