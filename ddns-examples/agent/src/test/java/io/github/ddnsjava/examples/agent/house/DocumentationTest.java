package io.github.ddnsjava.examples.agent.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.examples.agent.action.Operation;
import io.github.ddnsjava.examples.agent.action.Role;
import io.github.ddnsjava.examples.agent.http.HttpSection;
import io.github.ddnsjava.internal.config.ClusterSection;
import io.github.ddnsjava.internal.config.Sections;
import io.github.ddnsjava.notify.NotificationListener;
import io.github.ddnsjava.notify.Notifications;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manual says what is so. Generated parts stand between two comments; {@code -Dddns.docs=write} writes them anew.
 */
class DocumentationTest {
    private static final Pattern TAG = Pattern.compile("@(?:Arch)?Tag\\(\"promise-([0-9]+)\"\\)");
    private static final Pattern DEFECT = Pattern.compile("(?s)@Tag\\(\"defect-([0-9]+)\"\\)(?=.*?void (\\w+)\\()");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (D?[0-9]+) \\| (.*) \\| (.*) \\|$");
    private static final Pattern KIND = Pattern.compile("/\\*\\* ([^/]*) \\*/\\s+[A-Z_]+\\(\"([a-z-]+)\"\\)");
    private static final int DEFECTS = 21;
    private static final boolean WRITING = "write".equals(System.getProperty("ddns.docs"));
    private static final String RENEW = "run the tests of the agent once with -Dddns.docs=write";

    @Test
    void theTableOfProvidersIsThatOfTheProviders() throws IOException {
        StringBuilder text = new StringBuilder("| id | name | limits | rests on |\n| --- | --- | --- | --- |\n");
        for (TypeDescriptor p : DnsProviders.load().descriptors()) {
            text.append("| [`%s`](providers/%s.md) | [%s](%s) | %s | %s |\n"
                    .formatted(p.id(), p.id(), p.name(), p.url(), p.limits(), p.evidence()));
        }
        isUpToDate("docs/providers.md", "providers", text.toString());
    }

    @Test
    void eachProviderHasAPage() throws IOException {
        Map<String, String> pages = new TreeMap<>();
        for (TypeDescriptor p : DnsProviders.load().descriptors()) {
            pages.put(p.id() + ".md", page(p));
        }
        Path folder = House.root().resolve("docs/providers");
        if (WRITING) {
            Files.createDirectories(folder);
            for (Path old : pages(folder)) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(pages(folder))
                .as("pages; %s", RENEW)
                .map(page -> page.getFileName().toString())
                .containsExactlyElementsOf(pages.keySet());
        for (Path page : pages(folder)) {
            assertThat(page)
                    .as("%s is stale: %s", page.getFileName(), RENEW)
                    .hasContent(pages.get(page.getFileName().toString()));
        }
    }

    private static List<Path> pages(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String page(TypeDescriptor type) {
        String given = Stream.concat(
                        Stream.of("\"type\": \"" + type.id() + "\""),
                        type.settings().stream()
                                .filter(SettingSpec::required)
                                .map(s -> "\"%s\": %s".formatted(s.name(), example(type, s))))
                .collect(Collectors.joining(", "));
        return """
                <!-- Made from what the provider says of itself. Do not edit. -->
                # `%s`: %s

                The service's page: <%s>. What the provider rests on: %s. Limits of the service: %s.

                %s
                ```json
                "providers": {
                  "mine": { %s }
                }
                ```

                [All providers](../providers.md)
                """.formatted(
                type.id(), type.name(), type.url(), type.evidence(), type.limits(), settingsAndNotes(type), given);
    }

    /** Secrets are references: none should stand in a file that is shown around. */
    private static String example(TypeDescriptor type, SettingSpec setting) {
        if (!(setting.type() instanceof SettingType.Text) && !setting.examples().isEmpty()) {
            return new ObjectMapper().valueToTree(setting.examples().get(0)).toString();
        }
        return setting.secret()
                ? "\"${env:%s_%s}\""
                        .formatted(
                                type.id().toUpperCase(Locale.ROOT).replace('-', '_'),
                                setting.name().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
                : "\"…\"";
    }

    @Test
    void theTableOfDetectorsIsThatOfTheDetectors() throws IOException {
        StringBuilder text = new StringBuilder("| type | asks | limits | rests on |\n| --- | --- | --- | --- |\n");
        List<TypeDescriptor> detectors = IpDetectors.descriptors();
        for (TypeDescriptor d : detectors) {
            String name = d.url().isEmpty() ? d.name() : "[" + d.name() + "](" + d.url() + ")";
            text.append("| [`%s`](#%s) | %s | %s | %s |\n".formatted(d.id(), d.id(), name, d.limits(), d.evidence()));
        }
        detectors.forEach(d -> text.append(chapter(d)));
        isUpToDate("docs/detectors.md", "detectors", text.toString());
    }

    @Test
    void theTableOfNotificationsIsThatOfTheNotifications() throws IOException {
        StringBuilder common = new StringBuilder("| setting | meaning |\n| --- | --- |\n");
        NotificationListener.SETTINGS.forEach(s -> common.append("| `%s` | %s |\n".formatted(s.name(), s.help())));
        isUpToDate("docs/notifications.md", "common", common.toString());
        StringBuilder text = new StringBuilder("| type | tells | rests on |\n| --- | --- | --- |\n");
        List<TypeDescriptor> types = Notifications.descriptors();
        for (TypeDescriptor type : types) {
            String name = type.url().isEmpty() ? type.name() : "[" + type.name() + "](" + type.url() + ")";
            text.append("| [`%s`](#%s) | %s | %s |\n".formatted(type.id(), type.id(), name, type.evidence()));
        }
        for (TypeDescriptor type : types) {
            List<SettingSpec> own = type.settings().stream()
                    .filter(spec -> !NotificationListener.SETTINGS.contains(spec))
                    .toList();
            text.append(chapter(new TypeDescriptor(
                    type.id(), type.name(), type.url(), own, type.limits(), type.evidence(), type.notes())));
        }
        isUpToDate("docs/notifications.md", "notifications", text.toString());
    }

    @Test
    void theSettingsOfTheEnginesAreThoseOfTheirFactories() throws IOException {
        StringBuilder text = new StringBuilder();
        ServiceLoader.load(LeadershipFactory.class).stream()
                .flatMap(factory -> factory.get().describe().stream())
                .forEach(type ->
                        text.append(chapter(type).replace("## " + type.id(), "### Settings of `" + type.id() + "`")));
        isUpToDate("docs/cluster.md", "engines", text.toString());
    }

    /** The meanings are those of the source. */
    @Test
    void theTableOfProblemKindsIsThatOfTheKinds() throws IOException {
        Matcher kinds = KIND.matcher(House.read("ddns-core/src/main/java/io/github/ddnsjava/ProblemKind.java"));
        Map<String, String> meanings = new HashMap<>();
        while (kinds.find()) {
            String meaning =
                    kinds.group(1).replaceAll("\\s*\n\\s*\\*", "").replaceAll("\\{@link [^}]*#(\\w+)}", "`$1`");
            meanings.put(kinds.group(2), meaning);
        }
        StringBuilder text = new StringBuilder("| `error.kind` | meaning |\n| --- | --- |\n");
        for (ProblemKind kind : ProblemKind.values()) {
            assertThat(meanings).as("%s says what it means", kind).containsKey(kind.toString());
            text.append("| `%s` | %s |\n".formatted(kind, meanings.get(kind.toString())));
        }
        isUpToDate("docs/configuration.md", "kinds", text.toString());
    }

    @Test
    void theTablesOfTheConfigurationAreThoseOfItsSettings() throws IOException {
        Map<String, List<SettingSpec>> tables = Map.of(
                "records", Sections.RECORD,
                "policy", Sections.POLICY,
                "schedule", Sections.SCHEDULE,
                "retry", Sections.RETRY,
                "cluster", ClusterSection.COMMON,
                "others", Sections.OTHERS);
        for (Map.Entry<String, List<SettingSpec>> table : tables.entrySet()) {
            StringBuilder text = new StringBuilder("| setting | value | meaning |\n| --- | --- | --- |\n");
            for (SettingSpec s : table.getValue()) {
                text.append("| `%s` | %s | %s |\n".formatted(s.name(), value(s.type()), s.help()));
            }
            isUpToDate("docs/configuration.md", table.getKey(), text.toString());
        }
    }

    private static String value(SettingType type) {
        if (type instanceof SettingType.Numeric || type instanceof SettingType.Text) {
            return type.allowed().replace('"', '`');
        }
        if (type instanceof SettingType.Period period) {
            return "%s to %s".formatted(Durations.format(period.min()), Durations.format(period.max()));
        }
        if (type instanceof SettingType.OneOf oneOf) {
            return oneOf.forms().stream().map(DocumentationTest::value).collect(Collectors.joining(" or "));
        }
        if (type instanceof SettingType.Items items) {
            return "a list: " + value(items.item());
        }
        return type.noun();
    }

    private static String chapter(TypeDescriptor type) {
        return "\n## " + type.id() + "\n\n" + settingsAndNotes(type);
    }

    private static String settingsAndNotes(TypeDescriptor type) {
        StringBuilder text = new StringBuilder("| setting | | meaning |\n| --- | --- | --- |\n");
        for (SettingSpec s : type.settings()) {
            boolean isText = s.type() instanceof SettingType.Text || s.type() instanceof SettingType.Any;
            String kind = Stream.of(
                            s.required() ? "required" : "",
                            s.secret() ? "secret" : "",
                            isText ? "" : s.type().noun().replaceFirst("^(an?|the) ", ""))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.joining(", "));
            text.append("| `%s` | %s | %s |\n".formatted(s.name(), kind, s.help()));
        }
        if (!type.abilities().isEmpty()) {
            text.append("\nIt ").append(String.join("; ", type.abilities())).append(".\n");
        }
        text.append('\n');
        type.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    @Test
    void theTablesOfTheAgentsDoorsAreThoseOfItsOperationsAndRoles() throws IOException {
        StringBuilder operations = new StringBuilder(
                "| path | method | verb | needs the role | what it does |\n| --- | --- | --- | --- | --- |\n");
        for (Operation o : Operation.values()) {
            String role = o.role().map(needed -> "`" + needed + "`").orElse("none, nor a token");
            boolean isVerb = o.isAction() && o != Operation.PLAN || o == Operation.STATUS;
            operations.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(o.path(), o.method(), isVerb ? "`" + o + "`" : "", role, o.meaning()));
        }
        isUpToDate("docs/operating.md", "operations", operations.toString());
        StringBuilder roles = new StringBuilder("| role | may |\n| --- | --- |\n");
        for (Role role : Role.values()) {
            roles.append("| `%s` | %s |\n".formatted(role, role.meaning()));
        }
        isUpToDate("docs/operating.md", "roles", roles.toString());
        StringBuilder settings = new StringBuilder("| setting | meaning |\n| --- | --- |\n");
        addSettings("http", HttpSection.SPEC, settings);
        isUpToDate("docs/operating.md", "http", settings.toString());
    }

    private static void addSettings(String path, SettingSpec spec, StringBuilder rows) {
        rows.append("| `%s` | %s%s |\n".formatted(path, spec.help(), spec.required() ? " Required." : ""));
        boolean isList = spec.type() instanceof SettingType.Items;
        SettingType type = spec.type() instanceof SettingType.Items items ? items.item() : spec.type();
        if (type instanceof SettingType.Fields fields) {
            fields.settings().forEach(inner -> addSettings(path + (isList ? "[]." : ".") + inner.name(), inner, rows));
        }
    }

    @Test
    void everyPromiseNamesItsTests() throws IOException {
        String page = House.read("docs/guarantees.md");
        Map<String, Set<String>> promises = tests(TAG, (type, tag) -> type);
        StringBuilder table = new StringBuilder("| n | promise | tests |\n| --- | --- | --- |\n");
        for (int n = 1; n <= 25; n++) {
            Set<String> tests = promises.getOrDefault(String.valueOf(n), Set.of());
            String cell = tests.isEmpty() ? "*still to come*" : "`" + String.join("` `", tests) + "`";
            table.append("| %d | %s | %s |\n".formatted(n, row(page, String.valueOf(n)), cell));
            if (n != 9 && n < 24) {
                assertThat(tests).as("tests tagged promise-" + n).isNotEmpty();
            }
        }
        isUpToDate("docs/guarantees.md", "promises", table.toString());
    }

    @Test
    void everyDefectOfOthersNamesTheTestThatKeepsUsImmune() throws IOException {
        String page = House.read("docs/guarantees.md");
        Map<String, Set<String>> defects = tests(DEFECT, (type, test) -> "`" + type + "` `" + test.group(2) + "`");
        StringBuilder table = new StringBuilder("| n | elsewhere | here |\n| --- | --- | --- |\n");
        for (int n = 1; n <= DEFECTS; n++) {
            Set<String> tests = defects.getOrDefault(String.valueOf(n), Set.of());
            assertThat(tests).as("tests that live through defect D" + n).anyMatch(test -> test.contains("DefectsTest"));
            table.append("| D%d | %s | %s |\n".formatted(n, row(page, "D" + n), String.join(", ", tests)));
        }
        isUpToDate("docs/guarantees.md", "defects", table.toString());
    }

    /** Returns what a row of that number says in its second column, which is written by hand. */
    private static String row(String page, String number) {
        return ROW.matcher(page)
                .results()
                .filter(row -> row.group(1).equals(number))
                .map(row -> row.group(2))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/guarantees.md has no row " + number));
    }

    /** Returns what is made of each place in the sources where the pattern fits, by the pattern's first group. */
    private static Map<String, Set<String>> tests(Pattern pattern, BiFunction<String, MatchResult, String> as)
            throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(House.root())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.toString().contains("target"))
                    .toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                pattern.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> found.computeIfAbsent(match.group(1), number -> new TreeSet<>())
                                .add(as.apply(type, match)));
            }
        }
        return found;
    }

    @Test
    void theExampleOfTheReadmeIsTheCompiledOne() {
        String compiled = House.read(
                "ddns-examples/quickstart/src/main/java/io/github/ddnsjava/examples/quickstart/EmbedExample.java");
        String region = compiled.substring(compiled.indexOf("// begin\n") + 9, compiled.indexOf("        // end"));
        assertThat(House.read("README.md"))
                .contains("```java\n" + region.stripTrailing().stripIndent() + "\n```");
    }

    /** An author copies it whole; what it names is what we build with. */
    @Test
    void theProjectOfAnAuthorNamesTheVersionsOfThisOne() {
        String guide = House.read("docs/writing-a-provider.md");
        String ours = House.read("pom.xml").replaceAll("\\s+", "");
        List<MatchResult> named = Pattern.compile(
                        "<artifactId>(ddns-core|ddns-provider-testkit|maven-[a-z]+-plugin)</artifactId>\\s*"
                                + "<version>([^<]+)</version>")
                .matcher(guide)
                .results()
                .toList();

        assertThat(named).hasSize(4);
        for (MatchResult one : named) {
            String version = "<version>" + one.group(2) + "</version>";
            boolean plugin = one.group(1).startsWith("maven-");
            assertThat(ours)
                    .contains(
                            plugin
                                    ? "<artifactId>" + one.group(1) + "</artifactId>" + version
                                    : "<artifactId>ddns-parent</artifactId>" + version);
        }
    }

    /** Each block is a piece of one file of the example, or of a provider of ours; how far it is indented does not matter. */
    @Test
    void theCodeOfTheGuideForAuthorsIsThatOfTheExample() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String folder : List.of("ddns-examples/custom-provider/src", "ddns-providers/ddns-providers-http/src")) {
            try (Stream<Path> files = Files.walk(House.root().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> sources.add(unindented(House.read(file.toString()))));
            }
        }
        List<MatchResult> blocks = Pattern.compile("(?ms)^```java\n(.*?)^```$")
                .matcher(House.read("docs/writing-a-provider.md"))
                .results()
                .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(5);
        for (MatchResult block : blocks) {
            String code = unindented(block.group(1));
            assertThat(sources.stream().anyMatch(source -> source.contains("\n" + code)))
                    .as(
                            "docs/writing-a-provider.md shows code that no source of ddns-examples/custom-provider or"
                                    + " ddns-providers-http has:%n%s",
                            code)
                    .isTrue();
        }
    }

    private static String unindented(String code) {
        return code.lines().map(String::stripLeading).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void everyLinkWithinTheManualLeadsSomewhere() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");
        try (Stream<Path> pages = Files.walk(House.root().resolve("docs"))) {
            List<Path> all = Stream.concat(pages, Stream.of(House.root().resolve("README.md")))
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
            for (Path page : all) {
                link.matcher(Files.readString(page))
                        .results()
                        .forEach(found -> assertThat(page.resolveSibling(found.group(1)))
                                .as("link in %s", page.getFileName())
                                .exists());
            }
        }
    }

    @Test
    void everyPublicTypeIsExplained() throws IOException {
        Pattern bare = Pattern.compile(
                "(?m)^(?!.*\\*/)[^@\\n]*\\n(?:@.*\\n)*public (?:[a-z-]+ )*(?:class|interface|enum|record|@interface) (\\w+)");
        for (String module : List.of("ddns-core", "ddns-providers")) {
            try (Stream<Path> files = Files.walk(House.root().resolve(module))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java"))
                        .filter(f -> f.toString().contains("main"))
                        .toList()) {
                    Matcher unexplained = bare.matcher(Files.readString(file));
                    assertThat(unexplained.find())
                            .as("%s has a public type without Javadoc", file)
                            .isFalse();
                }
            }
        }
    }

    private static void isUpToDate(String file, String part, String expected) throws IOException {
        String begin = "<!-- generated: " + part + " -->\n";
        String end = "<!-- end -->";
        String page = House.read(file);
        int from = page.indexOf(begin) + begin.length();
        int to = page.indexOf(end, from);
        assertThat(from).as("%s has the line %s", file, begin).isGreaterThanOrEqualTo(begin.length());
        if (WRITING) {
            Files.writeString(House.root().resolve(file), page.substring(0, from) + expected + page.substring(to));
            return;
        }
        assertThat(page.substring(from, to)).as("%s is stale: %s", file, RENEW).isEqualTo(expected);
    }
}
