package io.github.ddnsjava.examples.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Each definition is read as its manager reads it, and then runs exactly the program that was asked for. */
class ServiceKindTest {
    /** A path with whatever some format or shell takes for its own. */
    private static final String ODD = "/srv/it's 100%n $HOME ${X} & <ü> \"q\" \\b ;c #d, e/";

    private static final Program UNIX =
            new Program("/opt/java 17 %i $HOME & ü/bin/java", ODD + "ddns-agent.jar", ODD + "ddns;$(id) #1.json");
    private static final Program WINDOWS = new Program(
            "C:\\Program Files\\100% & (ü) ^x\\bin\\java.exe",
            "C:\\Program Files\\100% & (ü)\\ddns-agent.jar", "D:\\it, #1; <not>\\50%\\ddns.json");

    private static Program programFor(ServiceKind kind) {
        return kind.isWindows() ? WINDOWS : UNIX;
    }

    private static String first(ServiceKind kind) {
        return kind.files(programFor(kind)).get(0).text();
    }

    /** Returns what follows the text up to the end of its line. */
    private static String after(String text, String begin) {
        Matcher line =
                Pattern.compile("(?m)^\\s*" + Pattern.quote(begin) + "(.*)$").matcher(text);
        assertThat(line.find()).as("%s in %s", begin, text).isTrue();
        return line.group(1);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindSaysHowItIsInstalledCheckedAndRemoved(ServiceKind kind) {
        assertThat(first(kind)).contains("Install:", "Check:", "Remove:").doesNotContain("{{", "}}");
    }

    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "SYSTEMD_USER"})
    void aUnitOfSystemdRunsTheProgram(ServiceKind kind) {
        String unit = first(kind);
        assertThat(SystemdReader.command(after(unit, "ExecStart="))).isEqualTo(UNIX.run());
        assertThat(unit.lines())
                .contains(
                        "Restart=always",
                        "RestartPreventExitStatus=2",
                        "SuccessExitStatus=143",
                        "RestartSec=10s",
                        "StartLimitIntervalSec=0",
                        "NotifyAccess=all");
    }

    /** So that it starts with the archive that the package or image has made. */
    @ParameterizedTest
    @EnumSource(names = {"SYSTEMD", "SYSTEMD_USER", "OPENRC", "PROCD", "SUPERVISORD", "LAUNCHD"})
    void theProgramOfAPackageIsRunWhereThereIsOne(ServiceKind kind) {
        Program program = new Program(
                "/usr/bin/java", "/opt/ddns/app/ddns-agent.jar", "/etc/ddns.json", Optional.of("/opt/ddns/bin/ddns"));
        assertThat(program.run()).containsExactly("/opt/ddns/bin/ddns", "run", "--config", "/etc/ddns.json");
        assertThat(program.once()).containsExactly("/opt/ddns/bin/ddns", "once", "--config", "/etc/ddns.json");
        String text = kind.files(program).get(0).text();
        assertThat(text).contains("/opt/ddns/bin/ddns").doesNotContain("-jar");
    }

    @Test
    void theTimerOfSystemdRunsOneCycle() {
        assertThat(SystemdReader.command(after(first(ServiceKind.SYSTEMD_TIMER), "ExecStart=")))
                .isEqualTo(UNIX.once());
    }

    @Test
    void homesAreVisibleOnlyIfTheProgramLiesInOne() {
        assertThat(first(ServiceKind.SYSTEMD).lines()).contains("ProtectHome=yes");
        Program home = new Program("/usr/bin/java", "/home/alice/ddns-agent.jar", "/etc/ddns/ddns.json");
        assertThat(ServiceKind.SYSTEMD.files(home).get(0).text().lines()).contains("ProtectHome=read-only");
    }

    @Test
    void winSwRunsTheProgram() throws Exception {
        Element service = Xml.root(ServiceKind.WINSW.files(WINDOWS).get(0).bytes());
        assertThat(service.getTagName()).isEqualTo("service");
        assertThat(Xml.text(service, "executable")).isEqualTo(WINDOWS.java());
        assertThat(WindowsReader.arguments(Xml.text(service, "arguments")))
                .isEqualTo(WINDOWS.run().subList(1, WINDOWS.run().size()));
        assertThat(Xml.text(service, "workingdirectory")).isEqualTo("D:\\it, #1; <not>\\50%");
        assertThat(Xml.text(service, "stoptimeout")).isEqualTo("30 sec");
        assertThat(Xml.text(service, "user")).isEqualTo("LocalService");
        assertThat(Xml.children(service))
                .as("the elements that WinSW 2.x knows")
                .isSubsetOf(
                        "id",
                        "name",
                        "description",
                        "executable",
                        "arguments",
                        "workingdirectory",
                        "startmode",
                        "delayedAutoStart",
                        "depend",
                        "onfailure",
                        "resetfailure",
                        "stoptimeout",
                        "serviceaccount",
                        "logpath",
                        "log");
    }

    @Test
    void nssmRunsTheProgramAndLeavesAWrongConfigurationStopped() {
        String script = first(ServiceKind.NSSM);
        assertThat(batchArguments(script, "nssm install ddns ")).containsExactly(WINDOWS.java());
        assertThat(batchArguments(script, "nssm set ddns AppParameters "))
                .singleElement()
                .satisfies(line -> assertThat(WindowsReader.arguments(line))
                        .isEqualTo(WINDOWS.run().subList(1, WINDOWS.run().size())));
        assertThat(batchArguments(script, "nssm set ddns AppDirectory ")).containsExactly("D:\\it, #1; <not>\\50%");
        assertThat(script.lines()).contains("nssm set ddns AppExit Default Restart", "nssm set ddns AppExit 2 Exit");
    }

    private static List<String> batchArguments(String script, String begin) {
        return WindowsReader.arguments(WindowsReader.batch(after(script, begin)));
    }

    @ParameterizedTest
    @EnumSource(names = {"NSSM", "SC", "PROCRUN"})
    void everyLineOfABatchFileCanBeRun(ServiceKind kind) {
        first(kind)
                .replace(" ^\n", " ")
                .lines()
                .filter(line -> !line.startsWith("rem") && !line.isEmpty() && !line.contains(">nul"))
                .forEach(WindowsReader::batch);
        assertThat(kind.files(WINDOWS).get(0).bytes()).contains('\r', '\n');
    }

    @Test
    void theServiceOfScRunsTheWrapperWhosePathIsQuoted() {
        String script = first(ServiceKind.SC);
        List<String> arguments = batchArguments(script, "sc.exe create ddns ");
        assertThat(arguments).startsWith("binPath=").contains("start=", "delayed-auto", "NT AUTHORITY\\LocalService");
        assertThat(arguments.get(1)).isEqualTo("\"C:\\Program Files\\100% & (ü)\\ddns-service.exe\"");
        assertThat(script).contains("error 1053", "java.exe itself cannot work");
    }

    @Test
    void procrunRunsTheProgram() {
        List<String> all = batchArguments(first(ServiceKind.PROCRUN).replace(" ^\n", " "), "prunsrv.exe //IS//ddns ");
        assertThat(all)
                .contains(
                        "--Jvm=C:\\Program Files\\100% & (ü) ^x\\bin\\server\\jvm.dll",
                        "--Classpath=C:\\Program Files\\100% & (ü)\\ddns-agent.jar",
                        "--StartParams=run#--config#'D:\\it, #1; <not>\\50%\\ddns.json'",
                        "--StopClass=java.lang.System",
                        "--StopMethod=exit");
        assertThatThrownBy(() -> ServiceKind.PROCRUN.files(new Program("C:\\j", "C:\\a", "C:\\d\\it's")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("single quote");
    }

    @Test
    void theTaskIsUtf16AndRunsOneCycleWithoutAWindow() throws Exception {
        byte[] bytes = ServiceKind.SCHTASKS.files(WINDOWS).get(0).bytes();
        assertThat(bytes).startsWith(0xff, 0xfe);
        Element task = Xml.root(bytes);
        assertThat(Xml.children(task))
                .containsExactly("RegistrationInfo", "Triggers", "Principals", "Settings", "Actions");
        assertThat(Xml.text(task, "Command")).isEqualTo(WINDOWS.java().replace("java.exe", "javaw.exe"));
        List<String> once = WINDOWS.once();
        assertThat(WindowsReader.arguments(Xml.text(task, "Arguments")))
                .startsWith(once.subList(1, once.size()).toArray(String[]::new))
                .endsWith("--log-file", "D:\\it, #1; <not>\\50%\\ddns-agent.log");
        assertThat(Xml.text(task, "ExecutionTimeLimit")).isEqualTo("PT10M");
        assertThat(Xml.text(task, "DisallowStartIfOnBatteries")).isEqualTo("false");
        assertThat(Xml.text(task, "Subscription")).contains("EventID=10000");
    }

    @Test
    void theRunKeyIsUtf16AndRunsTheProgramWithoutAWindow() {
        ServiceFile file = ServiceKind.RUN_KEY.files(WINDOWS).get(0);
        assertThat(file.bytes()).startsWith(0xff, 0xfe);
        assertThat(file.text()).startsWith("Windows Registry Editor Version 5.00\n\n");
        Matcher value =
                Pattern.compile("(?m)^\"ddns\"=\"((?:[^\"\\\\]|\\\\.)*)\"$").matcher(file.text());
        assertThat(value.find()).isTrue();
        List<String> arguments = WindowsReader.arguments(value.group(1).replaceAll("\\\\(.)", "$1"));
        assertThat(arguments).isEqualTo(WINDOWS.brief("run")).contains("run", WINDOWS.jar());
    }

    @Test
    void theRunKeyHasRoomForTheUsualPathsAndRefusesALineThatWindowsWouldNotRun() {
        Program usual = new Program(
                "C:\\Program Files\\ddns\\runtime\\bin\\java.exe",
                "C:\\Program Files\\ddns\\ddns-agent.jar",
                "C:\\ProgramData\\ddns\\ddns.json");
        assertThat(WindowsText.line(usual.brief("run"))).hasSizeLessThanOrEqualTo(260);
        int room = 260 - WindowsText.line(usual.brief("run")).length();
        Program full =
                new Program(usual.java(), usual.jar().replace("agent", "agent" + "x".repeat(room)), usual.config());
        assertThat(ServiceKind.RUN_KEY.files(full)).hasSize(1);

        Program longer = new Program(full.java(), full.jar().replace("agent", "agent" + "x"), full.config());
        assertThatThrownBy(() -> ServiceKind.RUN_KEY.files(longer))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no command line of more than 260 characters", "has 261")
                .hasMessageContaining(
                        "shell:startup, with the line: start \"ddns\" \"C:\\Program Files\\ddns\\runtime");
    }

    @ParameterizedTest
    @EnumSource(names = {"WINSW", "NSSM", "SC", "SCHTASKS", "PROCRUN", "RUN_KEY"})
    void whatWindowsWouldReplaceIsRefused(ServiceKind kind) {
        Program variable = new Program("C:\\java.exe", "C:\\%TEMP%\\a.jar", "C:\\ddns.json");
        assertThatThrownBy(() -> kind.files(variable))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Windows would replace")
                .hasMessageContaining("C:\\%TEMP%\\a.jar");
    }

    @Test
    void launchdRunsTheProgram() throws Exception {
        Element plist = Xml.root(ServiceKind.LAUNCHD.files(UNIX).get(0).bytes());
        Element array = (Element) plist.getElementsByTagName("array").item(0);
        assertThat(Xml.texts(array, "string")).isEqualTo(UNIX.run());
        Node dictionary = plist.getElementsByTagName("dict").item(0);
        List<String> names = Xml.children((Element) dictionary);
        for (int i = 0; i < names.size(); i += 2) {
            assertThat(names.get(i)).isEqualTo("key");
            assertThat(names.get(i + 1)).isNotEqualTo("key");
        }
    }

    @Test
    void openRcRunsTheProgram() throws Exception {
        String script = first(ServiceKind.OPENRC);
        String variables = "command=" + after(script, "command=") + "\ncommand_args=" + after(script, "command_args=");
        // As supervise-daemon.sh does it.
        assertThat(Shell.words(variables + "\neval \"set -- $command $command_args\""))
                .isEqualTo(UNIX.run());
        Shell.accepts(script);
    }

    @Test
    void procdRunsTheProgram() throws Exception {
        String script = first(ServiceKind.PROCD);
        assertThat(Shell.words("set -- " + after(script, "procd_set_param command ")))
                .isEqualTo(UNIX.run());
        Shell.accepts(script);
    }

    @Test
    void supervisordRunsTheProgram() throws Exception {
        String text = first(ServiceKind.SUPERVISORD);
        String value = after(text, "command=");
        assertThat(value).as("no comment begins in it").doesNotContainPattern("\\s[;#]");
        assertThat(value.replace("%%", "")).doesNotContain("%");
        assertThat(Shell.words("set -- " + value.replace("%%", "%"))).isEqualTo(UNIX.run());
        assertThat(text.lines()).contains("exitcodes=0,2,143", "autorestart=unexpected", "stopwaitsecs=30");
        assertThat(text.lines())
                .as("an agent that ends at once is started again after a delay, and for ever")
                .contains("startsecs=10", "startretries=1000000");
    }

    @Test
    void cronRunsOneCycle() throws Exception {
        String line = after(first(ServiceKind.CRON), "3-59/5 * * * * ");
        assertThat(line.replace("\\%", ""))
                .as("cron ends the line at a percent sign")
                .doesNotContain("%");
        String command = line.replace("\\%", "%").replace(" >/dev/null", "");
        assertThat(Shell.words("set -- " + command))
                .startsWith(UNIX.once().toArray(String[]::new))
                .endsWith("--log-level", "warn");
    }

    @Test
    void dockerRunsTheProgramOverTheDirectoriesOfThisHost() throws Exception {
        String script = first(ServiceKind.DOCKER);
        List<String> words = Shell.words("docker() { words \"$@\"; }\n" + script.replace("exec docker", "docker"));
        assertThat(words)
                .contains("--read-only", "--cap-drop=ALL", "--user=65532:65532", "--stop-timeout=30")
                .contains("--mount=type=bind,\"source="
                        + ODD.substring(0, ODD.length() - 1).replace("\"", "\"\"") + "\",target=/opt/ddns,readonly")
                .endsWith("-jar", "/opt/ddns/ddns-agent.jar", "run", "--config", "/etc/ddns/ddns;$(id) #1.json");
    }

    @Test
    void composeRunsTheProgramOverTheDirectoriesOfThisHost() {
        Map<?, ?> service = at(at(yaml(first(ServiceKind.COMPOSE)).get(0), "services"), "ddns");
        assertThat(composed(service.get("command")))
                .endsWith("-jar", "/opt/ddns/ddns-agent.jar", "run", "--config", "/etc/ddns/ddns;$(id) #1.json");
        assertThat((List<?>) service.get("volumes"))
                .extracting(
                        volume -> ((Map<?, ?>) volume).get("source").toString().replace("$$", "$"))
                .startsWith(ODD.substring(0, ODD.length() - 1), ODD.substring(0, ODD.length() - 1));
        assertThat(service.get("read_only")).isEqualTo(true);
        assertThat(service.get("stop_grace_period")).isEqualTo("30s");
    }

    @Test
    void kubernetesRunsOneAgentWithoutRights() throws Exception {
        String text = first(ServiceKind.KUBERNETES);
        Map<?, ?> deployment = yaml(text).get(1);
        assertThat(at(deployment, "spec").get("replicas")).isEqualTo(1);
        Map<?, ?> pod = at(at(at(deployment, "spec"), "template"), "spec");
        assertThat(at(pod, "securityContext")).containsEntry(key("runAsNonRoot"), key(true));
        Map<?, ?> container = (Map<?, ?>) ((List<?>) pod.get("containers")).get(0);
        assertThat(composed(container.get("command")))
                .containsExactly("/opt/ddns/bin/ddns", "run", "--config", "/etc/ddns/ddns.json");
        assertThat(at(container, "securityContext"))
                .containsEntry(key("readOnlyRootFilesystem"), key(true))
                .containsEntry(key("allowPrivilegeEscalation"), key(false));
        assertThat(Shell.words("set -- " + after(text, "#            kubectl create secret generic ddns -n ddns ")))
                .containsExactly("--from-file=ddns.json=" + UNIX.config());
    }

    private static List<String> composed(Object list) {
        return ((List<?>) list)
                .stream().map(text -> text.toString().replace("$$", "$")).toList();
    }

    private static List<Map<?, ?>> yaml(String text) {
        List<Map<?, ?>> documents = new java.util.ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(d -> documents.add((Map<?, ?>) d));
        return documents;
    }

    private static Map<?, ?> at(Map<?, ?> map, String key) {
        return (Map<?, ?>) map.get(key);
    }

    @SuppressWarnings("unchecked")
    private static <T> T key(Object value) {
        return (T) value;
    }

    @ParameterizedTest
    @EnumSource(names = {"WINSW", "NSSM", "SC", "SCHTASKS", "PROCRUN", "RUN_KEY"})
    void aPathOfWindowsMayBeGivenWithSlashes(ServiceKind kind) {
        Program slashes = new Program("C:/Java/bin/java.exe", "C:/ddns/a.jar", "D:/conf/ddns.json");
        Program backslashes = new Program("C:\\Java\\bin\\java.exe", "C:\\ddns\\a.jar", "D:\\conf\\ddns.json");
        assertThat(kind.files(slashes)).isEqualTo(kind.files(backslashes));
        assertThat(first(kind, slashes)).doesNotContain("C:/", "D:/");
    }

    private static String first(ServiceKind kind, Program program) {
        return kind.files(program).get(0).text();
    }

    @Test
    void theDirectoryOfADriveKeepsItsBackslash() {
        assertThat(Program.directory("C:\\ddns.json")).isEqualTo("C:\\");
        assertThat(Program.directory("C:\\d\\ddns.json")).isEqualTo("C:\\d");
        assertThat(Program.directory("\\\\host\\share\\ddns.json")).isEqualTo("\\\\host\\share");
        assertThat(Program.directory("/ddns.json")).isEqualTo("/");
        assertThat(Program.beside("C:\\ddns.json", "logs")).isEqualTo("C:\\logs");
        assertThat(first(ServiceKind.PROCRUN, new Program("C:\\bin\\java.exe", "C:\\a.jar", "C:\\d\\c.json")))
                .contains("--Jvm=C:\\bin\\server\\jvm.dll");
    }

    @ParameterizedTest
    @EnumSource(names = {"WINSW", "NSSM", "SC", "SCHTASKS", "PROCRUN"})
    void aWholeDriveIsGivenToNobody(ServiceKind kind) {
        for (String config : List.of("C:\\ddns.json", "d:/ddns.json", "\\\\host\\share\\ddns.json", "/ddns.json")) {
            Program top = new Program("C:\\java.exe", "C:\\ddns\\a.jar", config);
            assertThatThrownBy(() -> kind.files(top))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("--config: the service would be given all files in ")
                    .hasMessageContaining("a file in a directory of its own");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DOCKER", "COMPOSE", "LAUNCHD"})
    void theWholeFileSystemIsGivenToNobody(ServiceKind kind) {
        assertThatThrownBy(() -> kind.files(new Program("/usr/bin/java", "/opt/ddns/a.jar", "/ddns.json")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("all files in /");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenForAnyProgramIsRecognisedAndAnEditIsNot(ServiceKind kind) {
        for (ServiceFile file : kind.files(programFor(kind))) {
            assertThat(kind.mayHaveWritten(file.path(), file.bytes())).isTrue();
            byte[] edited = file.form().encode(file.text() + "# mine\n");
            assertThat(kind.mayHaveWritten(file.path(), edited)).isFalse();
        }
    }

    @Test
    void theUserOfTheServiceAndOfTheTimerIsOneFile() {
        assertThat(ServiceKind.SYSTEMD_TIMER.files(UNIX))
                .contains(ServiceKind.SYSTEMD.files(UNIX).get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/a\nb", "/etc/\u0007"})
    void aPathThatNoFormatCarriesIsRefused(String path) throws IOException {
        assertThatThrownBy(() -> new Program("/usr/bin/java", "/opt/ddns/ddns-agent.jar", path))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--config");
    }

    @Test
    void aProgramThatSystemdRefusesIsRefusedBefore() {
        Program quoted = new Program("/opt/a\"b/java", "/a.jar", "/c.json");
        assertThatThrownBy(() -> ServiceKind.SYSTEMD.files(quoted))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("systemd refuses");
    }
}
