package io.github.ddnsjava;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.ddnsjava.internal.JsonFactories;
import java.util.List;

/** The arrows between the packages of core. */
@AnalyzeClasses(packages = "io.github.ddnsjava", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.github.ddnsjava";

    @ArchTest
    static final ArchRule POLICIES_ARE_PURE = noClasses()
            .that()
            .resideInAPackage(ROOT + ".decide")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    ROOT + ".internal..", "java.io..", "java.net..", "java.nio..", "java.util.concurrent.."));

    @ArchTest
    static final ArchRule EVENTS_AND_EXCEPTIONS_ARE_VALUES = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".event", ROOT + ".exception")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".internal..");

    @ArchTest
    static final ArchRule DETECT_KNOWS_NOTHING_OF_THE_LATER_STEPS = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".detect", ROOT + ".internal.detect", ROOT + ".internal.router")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".decide", ROOT + ".publish..", ROOT + ".remember");

    @ArchTest
    static final ArchRule PUBLISH_KNOWS_NO_DETECTOR_AND_NO_POLICY = noClasses()
            .that()
            .resideInAPackage(ROOT + ".publish..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".detect", ROOT + ".decide", ROOT + ".internal.detect");

    @ArchTest
    static final ArchRule REMEMBER_KNOWS_NO_OTHER_STEP = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".remember", ROOT + ".internal.journal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".detect", ROOT + ".decide", ROOT + ".publish..");

    /** What all steps share; only those who put an updater together know the steps. */
    @ArchTest
    static final ArchRule THE_NOUNS_KNOW_NO_STEP = noClasses()
            .that()
            .resideInAPackage(ROOT)
            .and()
            .doNotBelongToAnyOf(Updater.class, UpdaterBuilder.class, UpdaterEnvironment.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".detect", ROOT + ".decide", ROOT + ".publish..", ROOT + ".remember");

    @ArchTest
    static final ArchRule ONLY_THE_DOOR_OPENS_THE_ENGINE = noClasses()
            .that(not(resideInAPackage(ROOT + ".internal.engine..")))
            .and()
            .doNotHaveFullyQualifiedName(UpdaterBuilder.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".internal.engine..");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_CONTRACTS_NOT_IMPLEMENTATIONS = noClasses()
            .that()
            .resideInAPackage(ROOT + ".internal.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOT + ".internal.detect",
                    ROOT + ".internal.router",
                    ROOT + ".internal.http",
                    ROOT + ".internal.journal",
                    ROOT + ".internal.lookup",
                    ROOT + ".internal.discovery");

    /** The engine's rooms, from the ground up; its package page says who lives in each. */
    private static final List<String> ROOMS =
            List.of("work", "memory", "records", "rules", "report", "account", "cycle", "when", "cluster");

    @ArchTest
    static final ArchRule A_ROOM_OF_THE_ENGINE_KNOWS_ONLY_ROOMS_BELOW_IT = classes()
            .that()
            .resideInAPackage(ROOT + ".internal.engine..")
            .should(new ArchCondition<>("know only rooms below their own") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    item.getDirectDependenciesFromSelf().stream()
                            .filter(arrow -> floor(arrow.getTargetClass()) > floor(item))
                            .forEach(arrow -> events.add(SimpleConditionEvent.violated(item, arrow.getDescription())));
                }
            });

    /** Returns how high a class lives: above all rooms in the engine's own package, below all outside of it. */
    private static int floor(JavaClass item) {
        String engine = ROOT + ".internal.engine";
        String home = item.getPackageName();
        if (!home.startsWith(engine)) {
            return -1;
        } else if (home.equals(engine)) {
            return ROOMS.size();
        }
        int floor = ROOMS.indexOf(home.substring(engine.length() + 1));
        assertThat(floor).as("%s is a room that this test knows", home).isNotNegative();
        return floor;
    }

    @ArchTest
    static final ArchRule FAILSAFE_STAYS_INSIDE = noClasses()
            .that(not(resideInAPackage(ROOT + ".internal..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.failsafe..");

    @ArchTest
    static final ArchRule JACKSON_STAYS_BEHIND_ITS_READERS = noClasses()
            .that(not(resideInAPackage(ROOT + ".internal..")))
            .and()
            .haveSimpleNameNotStartingWith("Json")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    @ArchTag("promise-19")
    static final ArchRule ONE_CLASS_MAKES_JSON_FACTORIES = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(JsonFactories.class.getName())
            .should()
            .callMethod(JsonFactory.class, "builder")
            .orShould()
            .callMethod(JsonMapper.class, "builder")
            .orShould()
            .callMethod(JsonMapper.class, "builder", JsonFactory.class)
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(JsonFactory.class))))
            .orShould()
            .callConstructorWhere(target(owner(assignableTo(ObjectMapper.class))))
            .because("Jackson's own leave buffers in the host's threads, and with them a plug-in's class loader");

    @ArchTest
    @ArchTag("promise-20")
    static final ArchRule THE_ENGINE_READS_NO_CLOCK_AND_DRAWS_NO_NUMBER = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".internal.engine..", ROOT + ".decide")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class);

    @ArchTest
    @ArchTag("promise-19")
    static final ArchRule NOBODY_ENDS_THE_PROCESS = noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "addShutdownHook", Thread.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    @ArchTag("promise-19")
    static final ArchRule NO_STATIC_STATE_CHANGES =
            noFields().that().areStatic().should().notBeFinal();

    @ArchTest
    static final ArchRule EVERY_EXCEPTION_HAS_ITS_FAMILY = classes()
            .that()
            .resideInAPackage(ROOT + ".exception")
            .and()
            .areAssignableTo(Throwable.class)
            .should()
            .beAssignableTo(io.github.ddnsjava.exception.DdnsException.class);
}
