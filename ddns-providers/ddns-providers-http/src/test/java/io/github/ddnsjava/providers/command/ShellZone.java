package io.github.ddnsjava.providers.command;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real program that keeps a directory as its zone: one file for each record set. It refuses what it does not know. */
final class ShellZone {
    static final String SECRET = "c4nary-s3cret \"$(touch x)\" %41&";
    static final String INPUT = "c4nary-1nput";

    /** It says what it was given, before it judges it. */
    private static final String PROGRAM = """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 78
            tr '\\0' ' ' < /proc/$$/cmdline >> arguments
            echo "$DDNS_ACTION $DDNS_NAME $DDNS_TYPE $DDNS_FAMILY ($DDNS_ADDRESS) ($DDNS_PREVIOUS) ($DDNS_ZONE)" >> calls
            if [ -f plan ]; then . ./plan; fi
            [ "$TOKEN" = "$(cat token)" ] || { echo "wrong token $TOKEN"; exit 77; }
            [ "$(cat)" = "$(cat input)" ] || { echo "wrong input"; exit 77; }
            case "$DDNS_NAME" in
              *.example.com) ;;
              *) echo "no such name: $DDNS_NAME"; exit 68 ;;
            esac
            case "$DDNS_TYPE $DDNS_FAMILY $DDNS_ADDRESS" in
              "A ipv4 "*:* | "A ipv4 ") [ "$DDNS_ACTION" = withdraw ] || exit 65 ;;
              "A ipv4 "* | "AAAA ipv6 "*:*) ;;
              *) [ "$DDNS_ACTION" = withdraw ] || exit 65 ;;
            esac
            file="zone/$DDNS_NAME.$DDNS_TYPE"
            case "$DDNS_ACTION" in
              update)
                if [ "$(cat "$file" 2>/dev/null)" = "$DDNS_ADDRESS" ]; then echo unchanged; exit 0; fi
                echo "$DDNS_ADDRESS" > "$file" ;;
              withdraw) rm -f "$file" ;;
              *) exit 64 ;;
            esac
            """;

    private final Path directory;

    ShellZone(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(program(), PROGRAM);
        program().toFile().setExecutable(true);
        Files.writeString(directory.resolve("token"), SECRET);
        Files.writeString(directory.resolve("input"), INPUT);
        Files.createDirectory(directory.resolve("zone"));
    }

    Path program() {
        return directory.resolve("update-dns");
    }

    /** Returns the settings of a provider that runs it. */
    Map<String, Object> settings() {
        return new HashMap<>(Map.of(
                "command",
                List.of(program().toString(), "--as-it-stands", "$HOME; touch injected"),
                "secrets",
                Map.of("TOKEN", SECRET),
                "input",
                INPUT,
                "withdraw",
                true));
    }

    void reset() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("zone"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(file)) {
                    Files.delete(file);
                }
            }
        }
        for (String name : List.of("plan", "calls", "arguments")) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    private Path file(DnsName name, RecordType type) {
        return directory.resolve("zone").resolve(name + "." + type);
    }

    void put(DnsName name, RecordType type, IpAddress address) throws IOException {
        Files.writeString(file(name, type), address + "\n");
    }

    Optional<IpAddress> get(DnsName name, RecordType type) throws IOException {
        Path file = file(name, type);
        return Files.exists(file)
                ? Optional.of(IpAddress.parse(Files.readString(file).strip()))
                : Optional.empty();
    }

    /** Lets the program do this first. */
    void plan(String script) throws IOException {
        Files.writeString(directory.resolve("plan"), script + "\n");
    }

    List<String> calls() throws IOException {
        Path calls = directory.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    /** Returns what the list of processes showed of it. */
    String arguments() throws IOException {
        return Files.readString(directory.resolve("arguments"));
    }

    boolean isInjected() {
        return Files.exists(directory.resolve("injected")) || Files.exists(directory.resolve("x"));
    }
}
