package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every argument comes back from the command line, the batch file and the registry in which it was written. */
class WindowsTextTest {
    @Provide
    Arbitrary<List<String>> arguments() {
        Arbitrary<String> odd =
                Arbitraries.of(" ", "\"", "\\", "%", "%PATH%", "&", "^", "(", "|", ">", "'", "$", "ä", "\t", "a");
        return odd.list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property
    void aCommandLineIsSplitIntoTheSameArguments(@ForAll("arguments") List<String> arguments) {
        assertThat(WindowsReader.arguments(WindowsText.line(arguments))).isEqualTo(arguments);
    }

    @Property
    void aBatchFileRunsTheSameCommandLine(@ForAll("arguments") List<String> arguments) {
        String line = WindowsText.line(arguments);
        assertThat(WindowsReader.batch(WindowsText.batch(line))).isEqualTo(line);
    }

    @Property
    void aCommandLineThatIsAnArgumentOfAnotherIsTheSame(@ForAll("arguments") List<String> arguments) {
        String written = WindowsText.batch(WindowsText.argument(WindowsText.line(arguments)));
        assertThat(WindowsReader.arguments(WindowsReader.batch(written)))
                .singleElement()
                .satisfies(line -> assertThat(WindowsReader.arguments(line)).isEqualTo(arguments));
    }

    @Property
    void theRegistryHasTheSameText(@ForAll("arguments") List<String> arguments) {
        String line = WindowsText.line(arguments);
        String written = WindowsText.registry(line);
        assertThat(written.replaceAll("\\\\(.)", "$1")).isEqualTo(line);
        assertThat(written.replaceAll("\\\\.", "")).doesNotContain("\"", "\\");
    }

    @Example
    void usualPathsStayReadable() {
        assertThat(WindowsText.line(List.of("C:\\Java\\bin\\java.exe", "-jar", "C:\\Program Files\\ddns\\a.jar")))
                .isEqualTo("C:\\Java\\bin\\java.exe -jar \"C:\\Program Files\\ddns\\a.jar\"");
        assertThat(WindowsText.argument("C:\\with blank\\")).isEqualTo("\"C:\\with blank\\\\\"");
    }
}
