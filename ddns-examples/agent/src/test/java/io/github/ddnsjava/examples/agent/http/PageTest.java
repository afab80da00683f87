package io.github.ddnsjava.examples.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.examples.agent.RealProgram;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser. Its pictures are kept in {@code target/page}. */
@Tag("servers")
@Tag("thorough")
@Timeout(180)
class PageTest {
    private static final String INSTALL = "chromium and chromium-driver";
    private static final Path PICTURES = Path.of("target", "page");
    private static final String MARKUP = "<img src=x onerror=alert(1)><b>no</b>";
    private static final String REFUSAL = "refused the record: " + MARKUP;

    @TempDir
    Path directory;

    private final EventFeed feed = new EventFeed();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Updater updater;
    private HttpDoor door;
    private ChromeDriver browser;

    /** Finds every record in sync, but refuses those of one name. */
    private static final class Provider implements DnsProvider {
        @Override
        public Abilities abilities() {
            return Abilities.builder().build();
        }

        @Override
        public String account() {
            return "account";
        }

        @Override
        public String fingerprint() {
            return "same";
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) {
            changes.forEach(change -> publication.report(
                    change,
                    change.name().toString().startsWith("mail")
                            ? new ChangeResult.Failed(Problem.of(ProblemKind.REJECTED, REFUSAL))
                            : new ChangeResult.AlreadyRight(Map.of())));
        }
    }

    @BeforeAll
    static void makeDirectory() throws IOException {
        Files.createDirectories(PICTURES);
    }

    @BeforeEach
    void openBrowser() throws Exception {
        RealProgram chromium = keep(RealProgram.of("chromium", INSTALL));
        RealProgram driver = keep(RealProgram.of("chromedriver", INSTALL));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.program().toFile());
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--lang=en",
                "--user-data-dir=" + chromium.directory());
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.program().toFile())
                .build();
        browser = new ChromeDriver(service, options);
        open.add(0, browser::quit);
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(0, closeable);
        return closeable;
    }

    /** An engine at which node {@code b} holds the only lease. */
    private static final class OfAnother implements Leadership {
        @Override
        public Optional<Lease> tryAcquire(String name, String note, Duration time) {
            return Optional.empty();
        }

        @Override
        public Optional<Map<String, Holder>> leases(String prefix) {
            return Optional.of(Map.of("ddns-g0", new Holder("b", "", 1)));
        }

        @Override
        public void close() {}
    }

    private void serve(String tokens, int moreNames) throws Exception {
        serve(tokens, moreNames, builder -> builder);
    }

    private void serve(String tokens, int moreNames, UnaryOperator<UpdaterBuilder> more) throws Exception {
        UpdaterBuilder builder = Updater.builder()
                .detector(IpDetectors.staticAddresses(IpAddress.parse("9.9.9.9"), IpAddress.parse("2620:fe::fe")))
                .provider(new Provider())
                .record("home.example.com", RecordType.A, RecordType.AAAA)
                .record("mail.example.com", RecordType.A)
                .lookup((name, type) -> Optional.empty())
                .listener(feed);
        for (int i = 0; i < moreNames; i++) {
            builder.record("r" + i + ".example.com", RecordType.A);
        }
        updater = keep(more.apply(builder).build());
        Actions actions = new Actions(updater, new Audit(feed, InstantSource.system()));
        door = keep(new HttpDoor(
                Surface.settings(tokens, directory), actions, feed, InstantSource.system(), Optional.empty()));
        updater.start();
        updater.runOnce();
    }

    private String url() {
        return "http://127.0.0.1:" + door.port() + "/";
    }

    private void enter(String token) {
        browser.get(url());
        await("document.activeElement.id === 'token'");
        browser.findElement(By.id("token")).sendKeys(token, Keys.ENTER);
        await("!document.getElementById('content').hidden");
    }

    private void await(String condition) {
        browser.executeAsyncScript("const done = arguments[0]; (function look() { if (" + condition
                + ") { done(); } else { requestAnimationFrame(look); } })()");
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }

    private void click(String id) {
        browser.findElement(By.id(id)).click();
    }

    private void looks(int width, int height, String scheme, String picture) throws IOException {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        Files.write(PICTURES.resolve(picture + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    private boolean scrollsSideways() {
        return Boolean.TRUE.equals(browser.executeScript(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
    }

    private void noComplaints() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .extracting(LogEntry::getMessage)
                .filteredOn(message -> !message.contains("401")) // the page asks before it knows that it needs a token
                .isEmpty();
    }

    @Test
    void anOperatorSeesWhatIsWrongAndActs() throws Exception {
        serve(Surface.TOKENS, 0);
        browser.get(url());
        await("document.activeElement.id === 'token'");
        assertThat(browser.findElement(By.id("content")).isDisplayed()).isFalse();
        looks(1000, 600, "light", "login");
        browser.findElement(By.id("token")).sendKeys("wrong-token-0000000000", Keys.ENTER);
        await("document.getElementById('loginError').textContent !== ''");
        assertThat(text("loginError")).isEqualTo("The agent does not know this token.");

        enter(Surface.OPERATOR);
        assertThat(text("summary")).isEqualTo("1 of 3 records are not in sync.");
        assertThat(text("records"))
                .contains(
                        "mail.example.com", "held", "Not in sync since ", REFUSAL, "Correct what the provider refuses")
                .contains("home.example.com", "9.9.9.9", "2620:fe::fe", "in sync");
        assertThat(browser.findElements(By.cssSelector("#records img, #records b")))
                .isEmpty();
        assertThat(text("detectors")).contains("9.9.9.9");
        assertThat(browser.findElement(By.id("reload")).isDisplayed()).isFalse();
        assertThat(browser.getCurrentUrl()).isEqualTo(url());
        assertThat(browser.manage().getCookies()).isEmpty();

        click("trigger");
        await("document.getElementById('plan').open");
        assertThat(text("planSummary")).startsWith("Nothing would be written.");
        click("write");
        await("document.getElementById('said').textContent !== ''");
        assertThat(text("said")).isEqualTo("A check has started.");
        await("document.getElementById('happened').textContent.includes('trigger')");

        click("pause");
        await("!document.getElementById('resume').hidden");
        assertThat(text("summary")).isEqualTo("Paused. Nothing is checked or changed.");
        click("resume");
        await("!document.getElementById('pause').hidden");

        browser.findElement(By.id("find")).sendKeys("home");
        await("document.querySelectorAll('#records > li').length === 2");
        click("wrongOnly");
        await("document.querySelectorAll('#records > li').length === 0");
        assertThat(browser.findElement(By.id("none")).isDisplayed()).isTrue();
        noComplaints();
    }

    @Test
    void aNodeOfAClusterSaysThatItFollowsAndWhom() throws Exception {
        serve(Surface.TOKENS, 0, builder -> builder.cluster(Cluster.of(new OfAnother(), "a")));
        enter(Surface.AUDITOR);
        await("document.getElementById('parts').textContent.includes('Other leaders: b')");
        assertThat(text("parts"))
                .contains("Cluster", "follows", "This node leads 0 of 1 groups of names.", "Other leaders: b");
        assertThat(text("records")).contains("node b leads group g0, and keeps this record");
        noComplaints();
    }

    @Test
    void anAuditorReadsAndAnAdministratorReloads() throws Exception {
        serve(Surface.TOKENS, 0);
        enter(Surface.AUDITOR);
        assertThat(browser.findElement(By.id("actions")).isDisplayed()).isFalse();
        click("forget");
        await("document.activeElement.id === 'token'");
        enter(Surface.ADMINISTRATOR);
        assertThat(browser.findElement(By.id("reload")).isDisplayed()).isTrue();
        noComplaints();
    }

    @Test
    void onLoopbackWithoutTokensEverybodyReads() throws Exception {
        serve("", 0);
        browser.get(url());
        await("!document.getElementById('content').hidden");
        assertThat(browser.findElement(By.id("actions")).isDisplayed()).isFalse();
        noComplaints();
    }

    @Test
    void itIsGoodOnAnyScreenInBothSchemesAndLanguages() throws Exception {
        serve(Surface.TOKENS, 0);
        enter(Surface.ADMINISTRATOR);
        for (String scheme : List.of("light", "dark")) {
            looks(1200, 1400, scheme, scheme);
            assertThat(scrollsSideways()).isFalse();
            looks(360, 1800, scheme, "phone-" + scheme);
            assertThat(scrollsSideways()).isFalse();
        }
        browser.executeScript("const s = document.getElementById('language'); s.value = 'zh';"
                + " s.dispatchEvent(new Event('change'))");
        await("document.documentElement.lang === 'zh-CN'");
        assertThat(text("summary")).isEqualTo("3 条记录中有 1 条未同步。");
        looks(360, 1800, "light", "phone-chinese");
        assertThat(scrollsSideways()).isFalse();
        looks(1200, 1400, "light", "chinese");
        noComplaints();
    }

    /** Who cannot use a mouse, or does not see the page, gets everywhere all the same. */
    @Test
    void everyControlIsReachedByTabAndHasAName() throws Exception {
        serve(Surface.TOKENS, 0);
        enter(Surface.ADMINISTRATOR);
        List<WebElement> controls = browser.findElements(By.cssSelector("button, input, select, a")).stream()
                .filter(WebElement::isDisplayed)
                .toList();
        assertThat(controls).hasSizeGreaterThan(6);
        assertThat(controls)
                .allSatisfy(control -> assertThat(control.getAccessibleName())
                        .as(control.getDomProperty("id"))
                        .isNotBlank());

        browser.executeScript("document.activeElement.blur(); window.scrollTo(0, 0)");
        Set<WebElement> reached = new LinkedHashSet<>();
        for (int i = 0; i < controls.size() + 10; i++) {
            browser.switchTo().activeElement().sendKeys(Keys.TAB);
            reached.add(browser.switchTo().activeElement());
        }
        assertThat(reached).containsAll(controls);
    }

    /** Its figures are for {@code docs/performance.md}. */
    @Test
    void aThousandNamesAreShown() throws Exception {
        serve(Surface.TOKENS, 1_000);
        browser.manage().window().setSize(new Dimension(1200, 1000));
        enter(Surface.OPERATOR);
        await("document.querySelectorAll('#records > li').length === 1003");
        Object loaded = browser.executeScript("return Math.round(performance.now())");
        Object filtered = browser.executeScript("const begun = performance.now();"
                + " const find = document.getElementById('find'); find.value = 'r99';"
                + " find.dispatchEvent(new Event('input')); document.body.offsetHeight;"
                + " return Math.round(performance.now() - begun)");
        assertThat(browser.findElements(By.cssSelector("#records > li"))).hasSize(11);
        System.out.println("page with 1,003 records: shown " + loaded + " ms after it was opened, filtered within "
                + filtered + " ms");
        noComplaints();
    }
}
