package io.github.ddnsjava.examples.agent.house;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The alerts of {@code docs/monitoring/alerts.yml}. Their times are parameters, so that a test can run them at a fraction of
 * these times against a real Prometheus. Immutable.
 */
final class AlertRules {
    /** A time in an expression, as {@code {10m}}, or as a number of seconds in {@code {15m:s}}. */
    private static final Pattern TIME = Pattern.compile("\\{(\\d+)([mh])(:s)?}");

    private final long divisor;

    /**
     * One alert.
     *
     * @param lasts how long the expression must be true
     * @param summary what happened, for the one who is called
     * @param todo what that one does
     */
    record Alert(String name, String expression, Duration lasts, String severity, String summary, String todo) {}

    static final List<Alert> ALERTS = List.of(
            new Alert(
                    "DdnsErrorRatio",
                    """
                    sum by (job, instance) (rate(ddns_exchanges_seconds_count{outcome!~"success|refused"}[{10m}]))
                      / sum by (job, instance) (rate(ddns_exchanges_seconds_count[{10m}])) > 0.05""",
                    Duration.ofMinutes(2),
                    "warning",
                    "{{ $value | humanizePercentage }} of the requests to DNS providers fail",
                    "The metric ddns_exchanges_seconds by provider and outcome shows who fails and how; the log has each failure."),
            new Alert(
                    "DdnsSlow",
                    """
                    histogram_quantile(0.99, sum by (job, instance, le) (rate(ddns_exchanges_seconds_bucket[{10m}]))) > 2""",
                    Duration.ofMinutes(2),
                    "warning",
                    "1 % of the requests to DNS providers take longer than {{ $value | humanizeDuration }}",
                    "Look whether one provider is slow, or the line: ddns_exchanges_seconds by provider."),
            new Alert(
                    "DdnsDefect",
                    "sum by (job, instance, part) (increase(ddns_defects_total[{15m}])) > 0",
                    Duration.ZERO,
                    "warning",
                    "An exception that nobody expected came from the part {{ $labels.part }}",
                    "The log has it with its stack trace. Report it to whoever wrote that part."),
            new Alert(
                    "DdnsRecordOutOfSync",
                    "ddns_record_in_sync == 0",
                    Duration.ofMinutes(15),
                    "page",
                    "{{ $labels.name }} {{ $labels.type }} at {{ $labels.provider }} is not in sync"
                            + "{{ range query (printf \"ddns_record_trouble_age_seconds{job=%q,instance=%q,name=%q,type=%q,provider=%q}\""
                            + " $labels.job $labels.instance $labels.name $labels.type $labels.provider) }}"
                            + ": {{ .Labels.kind }}, for {{ .Value | humanizeDuration }}{{ end }}",
                    "The status of the record says more, and what to do: the page, /status, or agent status."),
            new Alert(
                    "DdnsHeld",
                    "sum by (job, instance, kind) (ddns_holds{kind=~\"authentication|rejected|blocked|ambiguous|configuration\"}) > 0",
                    Duration.ofMinutes(1),
                    "page",
                    "{{ $value }} records are held: {{ $labels.kind }}",
                    "Nothing is sent for them until a person acts. The metric ddns_record_trouble_age_seconds by kind names"
                            + " them, and the status of each says what to do."),
            new Alert(
                    "DdnsDetectorsDisagree",
                    "sum by (job, instance, detector, family) (increase(ddns_source_answers_seconds_count{verdict=\"disagreed\"}[{15m}])) > 0",
                    Duration.ZERO,
                    "warning",
                    "The sources of {{ $labels.detector }} {{ $labels.family }} do not agree",
                    "The metric ddns_source_answers_seconds by source shows which one differs. Remove it if it stays wrong."),
            new Alert(
                    "DdnsNoGoodCycle",
                    "ddns_cycle_age_seconds > {15m:s}",
                    Duration.ZERO,
                    "page",
                    "No cycle was good for {{ $value | humanizeDuration }}",
                    "The limit is three periods of 5 minutes: change it if schedule.every is another. The health in the"
                            + " status names the part to look at first."));

    /** Makes them with times that are that much shorter. */
    AlertRules(long divisor) {
        this.divisor = divisor;
    }

    /** Returns the file for Prometheus. */
    String yaml() {
        StringBuilder yaml = new StringBuilder("groups:\n  - name: ddns\n    rules:\n");
        for (Alert alert : ALERTS) {
            yaml.append("      - alert: ").append(alert.name()).append("\n        expr: |-\n");
            scaled(alert.expression())
                    .lines()
                    .forEach(line -> yaml.append("          ").append(line).append('\n'));
            if (!alert.lasts().isZero()) {
                yaml.append("        for: ").append(time(alert.lasts())).append('\n');
            }
            yaml.append("        labels:\n          severity: ")
                    .append(alert.severity())
                    .append("\n        annotations:\n          summary: ")
                    .append(quoted(alert.summary()))
                    .append("\n          todo: ")
                    .append(quoted(alert.todo()))
                    .append('\n');
        }
        return yaml.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private String scaled(String expression) {
        return TIME.matcher(expression).replaceAll(match -> {
            long number = Long.parseLong(match.group(1));
            Duration given = match.group(2).equals("m") ? Duration.ofMinutes(number) : Duration.ofHours(number);
            return match.group(3) == null
                    ? time(given)
                    : String.valueOf(given.dividedBy(divisor).toSeconds());
        });
    }

    private String time(Duration given) {
        long seconds = given.dividedBy(divisor).toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
