package io.github.ddnsjava.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.ddnsjava.internal.engine.work.Serial;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The engine's locks, by what the compiled classes say: each is held for a few instructions, in which no other lock is
 * taken and nobody else's code is called. The only way to take one is a {@code synchronized} method, so that what runs
 * under it is what that method calls, directly or by others of the engine.
 */
class LocksTest {
    private static final String ENGINE = LocksTest.class.getPackageName();
    private static final String ROOT = "io.github.ddnsjava";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ENGINE);

    /** What runs other people's code, or waits for it, or for a disk. */
    private static boolean isForeign(JavaClass owner) {
        String name = owner.getFullName();
        boolean runsOthers = name.startsWith("java.util.function.")
                || Set.of(
                                "java.lang.Runnable",
                                "java.util.concurrent.Callable",
                                "java.util.concurrent.Executor",
                                "java.util.concurrent.ExecutorService",
                                "java.util.concurrent.FutureTask",
                                "java.util.concurrent.Future",
                                "java.util.concurrent.CompletableFuture",
                                "java.util.concurrent.CountDownLatch",
                                "java.util.concurrent.BlockingQueue",
                                "java.time.InstantSource",
                                "java.time.Clock",
                                "java.util.random.RandomGenerator")
                        .contains(name);
        boolean input = name.startsWith("java.io.") || name.startsWith("java.nio.") || name.startsWith("org.slf4j.");
        // Values are classes; what an application may implement are interfaces.
        boolean contract = name.startsWith(ROOT) && owner.isInterface() && !isSealed(owner);
        return runsOthers || input || contract;
    }

    /** Decisions, detections and results are interfaces of ours that nobody else implements. */
    private static boolean isSealed(JavaClass owner) {
        try {
            return Class.forName(owner.getFullName()).isSealed();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isLock(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.SYNCHRONIZED)
                && method.getOwner().getPackageName().startsWith(ENGINE);
    }

    private static List<JavaMethod> locks() {
        return CLASSES.stream()
                .flatMap(owner -> owner.getMethods().stream())
                .filter(LocksTest::isLock)
                .toList();
    }

    /** Walks through all that the method calls within the engine; what it knows of others are values. */
    private static void walk(JavaMethod lock, JavaMethod method, Set<JavaMethod> seen, List<String> wrong) {
        if (!seen.add(method)) {
            return;
        }
        for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
            JavaClass owner = call.getTargetOwner();
            // Which is nobody's own code, though newer compilers say that it is the interface's.
            boolean asksForItsClass = call.getTarget().getName().equals("getClass");
            if (isForeign(owner) && !asksForItsClass) {
                wrong.add(lock.getFullName() + " calls, under its lock, "
                        + call.getTarget().getFullName());
            }
            call.getTarget().resolveMember().ifPresent(target -> {
                if (isLock(target) && !target.getOwner().equals(lock.getOwner())) {
                    wrong.add(lock.getFullName() + " takes, under its lock, that of " + target.getFullName());
                }
                if (target.getOwner().getPackageName().startsWith(ENGINE)) {
                    walk(lock, target, seen, wrong);
                }
            });
        }
    }

    @Test
    void whoHoldsALockTakesNoOtherAndCallsNobodyElsesCode() {
        List<String> wrong = new ArrayList<>();
        locks().forEach(lock -> walk(lock, lock, new HashSet<>(), wrong));

        assertThat(locks()).as("locks").hasSizeGreaterThan(50);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aLockIsTakenByASynchronizedMethodAndInNoOtherWay() throws IOException {
        Path sources = Path.of("src", "main", "java", ENGINE.replace('.', '/'));
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("synchronized (")
                        .doesNotContain("java.util.concurrent.locks");
            }
        }
    }

    /** What the rule is there to find. */
    private static final class Wrong {
        private final java.util.function.Consumer<String> listener = text -> {};
        private final Serial other = new Serial(new Workers(null, null));

        synchronized void tells() {
            helps();
        }

        private void helps() {
            listener.accept("under the lock");
        }

        synchronized void nests() {
            other.execute(() -> {}); // whose own lock guards its queue
        }
    }

    @Test
    void theRuleFindsAListenerAndAnotherLockBehindAHelper() {
        List<String> wrong = new ArrayList<>();
        new ClassFileImporter()
                .importClasses(Wrong.class, Serial.class, Workers.class).stream()
                        .flatMap(owner -> owner.getMethods().stream())
                        .filter(method -> method.getOwner().isEquivalentTo(Wrong.class) && isLock(method))
                        .forEach(lock -> walk(lock, lock, new HashSet<>(), wrong));

        assertThat(wrong)
                .anyMatch(text -> text.contains("tells") && text.contains("Consumer.accept"))
                .anyMatch(text -> text.contains("nests") && text.contains("takes, under its lock"));
    }
}
