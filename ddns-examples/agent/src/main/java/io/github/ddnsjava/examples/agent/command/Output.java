package io.github.ddnsjava.examples.agent.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.examples.agent.action.AnswerJson;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/**
 * Prints the result of a verb, for people or as JSON, and returns the matching exit status. Results go to standard
 * output. Problems go to standard output as JSON, and to standard error for people.
 */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Output(CommandLine line, boolean json) {
        this(line.getOut(), line.getErr(), json);
    }

    Output(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Tells whether answers are printed as JSON. */
    boolean isJson() {
        return json;
    }

    /** Tells whether standard output has taken everything so far. */
    boolean isWritten() {
        return !out.checkError();
    }

    /** Prints an answer: as it is, or the text for people. */
    void answer(ObjectNode node, String text) {
        print(json ? node.toString() : text);
    }

    /** Prints a JSON Schema: for people on many lines, otherwise on one. */
    int schema(String schema) throws JsonProcessingException {
        if (json) {
            print(JsonMapper.builder().build().readTree(schema).toString());
        } else {
            out.print(schema);
            out.flush();
        }
        return ExitCode.OK;
    }

    int report(UpdateReport report) {
        if (json) {
            print(AnswerJson.report(report));
        } else {
            records(report.records());
        }
        return report.isRight() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    int status(UpdaterStatus status) {
        if (json) {
            print(AnswerJson.status(status));
        } else {
            records(status.records());
            status.health().vitals().stream()
                    .filter(vital -> vital.condition() == UpdaterHealth.Condition.BAD)
                    .forEach(vital -> print("The " + vital.part() + (vital.key().isEmpty() ? "" : " " + vital.key())
                            + " is bad: " + vital.message()));
        }
        return status.records().stream().allMatch(RecordReport::isRight) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Prints a starter file: for people on many lines, otherwise as a text. */
    int starter(String text) {
        if (json) {
            print(Json.object("configuration", text));
        } else {
            out.print(text);
            out.flush();
        }
        return ExitCode.OK;
    }

    int detections(List<DetectionReport> detections) {
        if (json) {
            print(AnswerJson.detections(detections));
        } else {
            Table table = new Table("DETECTOR", "FAMILY", "VERDICT", "TIME", "ADDRESSES", "");
            for (DetectionReport d : detections) {
                table.row(d.detector(), d.family(), d.verdict(), "", joined(d.addresses()), d.message());
                d.sources()
                        .forEach(s -> table.row(
                                "  " + s.source(),
                                "",
                                "",
                                s.elapsed().toMillis() + " ms",
                                joined(s.addresses()),
                                s.message()));
            }
            print(table.toString());
        }
        boolean failed = detections.stream().anyMatch(d -> d.verdict() == DetectionReport.Verdict.FAILED);
        return failed ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    int reference(String reference) {
        if (json) {
            print(Json.object("reference", reference));
        } else {
            print(reference);
        }
        return ExitCode.OK;
    }

    int keyWritten(Path file) {
        if (json) {
            print(Json.object("key", file.toString()));
        } else {
            print("Made the key " + file + ". Keep a copy of it in a safe place, apart from the configuration.");
        }
        return ExitCode.OK;
    }

    int refused(String path, String message, String allowed) {
        return refused(List.of(new ConfigurationException.Entry(path, message, allowed)));
    }

    /** Prints the problems, and what was not checked. */
    int refused(ConfigurationException e) {
        if (json) {
            print(Json.refused(e.problems(), e.notes()));
        } else {
            e.problems().forEach(problem -> complain(problem.toString()));
            e.notes().forEach(note -> complain("Not checked: " + note));
        }
        return ExitCode.USAGE;
    }

    int refused(List<ConfigurationException.Entry> problems) {
        return refused(new ConfigurationException(problems));
    }

    int failed(Problem problem) {
        return failed(problem.kind().toString(), problem.message());
    }

    int defect(Throwable e) {
        return failed("internal", e.getClass().getName());
    }

    int failed(String kind, String message) {
        if (json) {
            print(AnswerJson.failed(kind, message));
        } else {
            complain(kind + ": " + message);
        }
        return ExitCode.SOFTWARE;
    }

    private void records(List<RecordReport> records) {
        print(RecordTable.of(records).toString());
    }

    static String joined(Collection<IpAddress> addresses) {
        return addresses.isEmpty()
                ? "-"
                : addresses.stream().map(IpAddress::toString).collect(Collectors.joining(" "));
    }

    void print(ObjectNode node) {
        print(node.toString());
    }

    void print(String text) {
        out.println(text);
        out.flush();
    }

    void complain(String text) {
        err.println(text);
        err.flush();
    }
}
