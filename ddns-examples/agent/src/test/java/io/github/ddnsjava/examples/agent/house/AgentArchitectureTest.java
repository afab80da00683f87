package io.github.ddnsjava.examples.agent.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.github.ddnsjava.examples.agent.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the agent, and what it uses of others. */
@AnalyzeClasses(packages = "io.github.ddnsjava.examples.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class AgentArchitectureTest {
    private static final String ROOT = "io.github.ddnsjava.examples.agent";
    private static final int MOST_LINES = 200;

    @ArchTest
    static final ArchRule ONLY_THE_PUBLIC_API_OF_THE_LIBRARY_IS_USED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.ddnsjava.internal..", "io.github.ddnsjava.providers..");

    @ArchTest
    static final ArchRule ONLY_MAIN_KNOWS_THE_VERBS = noClasses()
            .that(resideOutsideOfPackages(ROOT + ".command"))
            .and()
            .doNotBelongToAnyOf(Main.class)
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + ".command"));

    /** The verbs put the parts together; the parts share what both doors do, and HTTP serves the page. */
    @ArchTest
    static final ArchRule A_PART_KNOWS_NO_OTHER_PART = SlicesRuleDefinition.slices()
            .matching(ROOT + ".(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage(ROOT + ".command"), alwaysTrue())
            .ignoreDependency(alwaysTrue(), resideInAPackage(ROOT + ".action"))
            .ignoreDependency(resideInAPackage(ROOT + ".http"), resideInAPackage(ROOT + ".page"));

    @ArchTest
    static final ArchRule WHAT_BOTH_DOORS_DO_KNOWS_NEITHER = classes()
            .that()
            .resideInAPackage(ROOT + ".action")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    ROOT + ".action",
                    "io.github.ddnsjava..",
                    "java..",
                    "com.fasterxml.jackson..",
                    "org.slf4j..",
                    "org.jspecify.."));

    @ArchTest
    static final ArchRule JETTY_AND_ITS_COMPANIONS_ARE_FOR_HTTP = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.jetty..", "org.jose4j..", "io.micrometer..", "io.prometheus..");

    @Test
    void noClassHasMoreThan200Lines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(House.root().resolve("ddns-examples/agent/src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                int lines = Files.readAllLines(file).size();
                if (lines > MOST_LINES) {
                    tooLong.add(file.getFileName() + " has " + lines);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }
}
