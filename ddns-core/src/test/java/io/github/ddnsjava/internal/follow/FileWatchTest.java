package io.github.ddnsjava.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real file system tells of each way to replace a file. */
@Timeout(120)
class FileWatchTest {
    @TempDir
    private Path temporary;

    private Path directory = Path.of("");
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private FileEvents watch = FileEvents.none();

    @BeforeEach
    void open() throws IOException {
        directory = temporary.toRealPath();
        watch = new FileWatch(directory, this::start, () -> told.add("changed"));
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "files");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @AfterEach
    void itsThreadEnds() throws InterruptedException {
        watch.close();
        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
        watch.watch(List.of(directory.resolve("ddns.json"))); // does nothing
    }

    private void assertTold() throws InterruptedException {
        assertThat(told.poll(60, TimeUnit.SECONDS)).isNotNull();
    }

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "1");
    }

    @Test
    void aFileThatIsWrittenInPlace() throws Exception {
        Path file = file("ddns.json");
        watch.watch(List.of(file));
        Files.writeString(file, "2");
        assertTold();
    }

    @Test
    void aFileThatAnotherReplaces() throws Exception {
        Path file = file("ddns.json");
        Path next = file("next");
        watch.watch(List.of(file));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertTold();
    }

    @Test
    void aFileThatIsDeletedAndMadeAgain() throws Exception {
        Path file = file("ddns.json");
        watch.watch(List.of(file));
        Files.delete(file);
        assertTold();
        file("ddns.json");
        assertTold();
    }

    @Test
    void aMountOfKubernetesThatIsReplaced() throws Exception {
        Path old = Files.createDirectory(directory.resolve("..2026_03_01"));
        Files.writeString(old.resolve("ddns.json"), "1");
        Path data = Files.createSymbolicLink(directory.resolve("..data"), old.getFileName());
        Path file = Files.createSymbolicLink(directory.resolve("ddns.json"), Path.of("..data", "ddns.json"));
        watch.watch(List.of(file));
        Path next = Files.createDirectory(directory.resolve("..2026_03_02"));
        Files.writeString(next.resolve("ddns.json"), "2");
        Path link = Files.createSymbolicLink(directory.resolve("..data_tmp"), next.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertTold();
        watch.watch(List.of(file));
        told.clear();
        Files.writeString(next.resolve("ddns.json"), "3");
        assertTold();
    }

    @Test
    void theTargetOfALinkThatLiesElsewhere() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("real.json"), "1");
        Path file = Files.createSymbolicLink(directory.resolve("ddns.json"), target);
        watch.watch(List.of(file));
        Files.writeString(target, "2");
        assertTold();
    }

    @Test
    void aDirectoryThatIsDeletedAndMadeAgain() throws Exception {
        Path inside = Files.createDirectory(directory.resolve("etc"));
        Path file = Files.writeString(inside.resolve("ddns.json"), "1");
        watch.watch(List.of(file));
        Files.delete(file);
        Files.delete(inside);
        assertTold();
        Files.createDirectory(inside);
        watch.watch(List.of(file));
        told.clear();
        Files.writeString(file, "2");
        assertTold();
    }

    @Test
    void aDirectoryThatAnotherReplaces() throws Exception {
        Path inside = Files.createDirectory(directory.resolve("etc"));
        Path file = Files.writeString(inside.resolve("ddns.json"), "1");
        watch.watch(List.of(file));
        Files.move(inside, directory.resolve("old"));
        Files.createDirectory(inside);
        watch.watch(List.of(file));
        told.clear();
        Files.writeString(file, "2");
        assertTold();
    }

    @Test
    void aFileWhoseDirectoryIsMissingIsLeftOut() throws Exception {
        Path file = file("ddns.json");
        watch.watch(List.of(directory.resolve("missing/token"), file));
        Files.writeString(file, "2");
        assertTold();
    }

    @Test
    void otherFilesOfTheDirectoryAreNotTold() throws Exception {
        Path other = file("ddns-state");
        Path file = file("ddns.json");
        watch.watch(List.of(file));
        Files.writeString(other, "2");
        Files.writeString(directory.resolve("ddns.json.swp"), "2");
        Files.delete(file);
        assertTold(); // in the order in which it happened
        watch.close();
        threads.get(0).join(60_000);
        assertThat(told).isEmpty();
    }

    @Test
    void aCircleOfLinksEnds() throws IOException {
        Path one = directory.resolve("one");
        Path two = Files.createSymbolicLink(directory.resolve("two"), one);
        Files.createSymbolicLink(one, two);
        assertThat(Links.entries(List.of(one)).get(directory)).contains(one.getFileName(), two.getFileName());
    }

    @Test
    void everyLinkOnTheWayCounts() throws IOException {
        Path real = Files.createDirectories(directory.resolve("srv/ddns"));
        Path etc = Files.createSymbolicLink(directory.resolve("etc"), Path.of("srv", ".", "x", "..", "ddns"));
        assertThat(Links.entries(List.of(etc.resolve("../srv/ddns/ddns.json"))))
                .containsEntry(directory, Set.of(etc.getFileName()));
        assertThat(Links.entries(List.of(etc.resolve("ddns.json"))))
                .containsEntry(directory, Set.of(etc.getFileName()))
                .containsEntry(real, Set.of(Path.of("ddns.json")));
    }
}
