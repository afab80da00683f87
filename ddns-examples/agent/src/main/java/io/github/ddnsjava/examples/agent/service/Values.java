package io.github.ddnsjava.examples.agent.service;

import io.github.ddnsjava.exception.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each format's templates ask for, written for that format. Stateless. */
final class Values {
    private static final String PROGRAM = "/opt/ddns";
    private static final String CONFIG = "/etc/ddns";
    /** "Run and RunOnce Registry Keys" of Microsoft. */
    private static final int LONGEST_RUN = 260;

    private Values() {}

    static Map<String, String> systemd(Program program) {
        return Map.of(
                "run", SystemdText.command(program.run()),
                "once", SystemdText.command(program.once()),
                "config", program.config(),
                "protectHome", SystemdText.protectHome(program));
    }

    static Map<String, String> winsw(Program program) {
        WindowsText.refuseVariables(program);
        Program.refuseRoot("--config", program.config());
        List<String> run = program.run();
        return Map.of(
                "java", XmlText.text(program.java()),
                "arguments", XmlText.text(WindowsText.line(run.subList(1, run.size()))),
                "directory", XmlText.text(Program.directory(program.config())),
                "logs", XmlText.text(Program.beside(program.config(), "logs")));
    }

    static Map<String, String> batch(Program program) {
        WindowsText.refuseVariables(program);
        Program.refuseRoot("--config", program.config());
        List<String> run = program.run();
        return Map.of(
                "java", batchWord(program.java()),
                "arguments", batchWord(WindowsText.line(run.subList(1, run.size()))),
                "directory", batchWord(Program.directory(program.config())),
                "log", batchWord(Program.beside(program.config(), "ddns-output.log")),
                "wrapper", batchWord(WindowsText.line(List.of(Program.beside(program.jar(), "ddns-service.exe")))));
    }

    private static String batchWord(String text) {
        return WindowsText.batch(WindowsText.argument(text));
    }

    static Map<String, String> task(Program program) {
        WindowsText.refuseVariables(program);
        Program.refuseRoot("--config", program.config());
        List<String> once = program.windowless("once");
        return Map.of(
                "javaw", XmlText.text(once.get(0)),
                "arguments", XmlText.text(WindowsText.line(once.subList(1, once.size()))),
                "directory", XmlText.text(Program.directory(program.config())));
    }

    static Map<String, String> procrun(Program program) {
        WindowsText.refuseVariables(program);
        Program.refuseRoot("--config", program.config());
        String bin = Program.directory(program.java());
        return Map.of(
                "dll", batchWord("--Jvm=" + Program.beside(bin, "bin\\server\\jvm.dll")),
                "classPath", batchWord("--Classpath=" + program.jar()),
                "options", batchWord("--JvmOptions=" + ProcrunText.list(Program.options())),
                "parameters",
                        batchWord("--StartParams=" + ProcrunText.list(List.of("run", "--config", program.config()))),
                "logs", batchWord("--LogPath=" + Program.beside(program.config(), "logs")),
                "directory", batchWord(Program.directory(program.config())));
    }

    static Map<String, String> registry(Program program) {
        WindowsText.refuseVariables(program);
        String line = WindowsText.line(program.brief("run"));
        if (line.length() > LONGEST_RUN) {
            throw new ConfigurationException(
                    "",
                    "Windows runs no command line of more than " + LONGEST_RUN
                            + " characters from the registry, and that" + " with these paths has " + line.length(),
                    "shorter paths; or a file ddns.cmd in the folder shell:startup, with the line: start \"ddns\" "
                            + WindowsText.batch(WindowsText.line(program.windowless("run"))));
        }
        return Map.of("command", WindowsText.registry(line));
    }

    static Map<String, String> plist(Program program) {
        Program.refuseRoot("--config", program.config());
        return Map.of("run", XmlText.plist(program.run()));
    }

    static Map<String, String> shell(Program program) {
        return Map.of(
                "run", ShellText.words(program.run()),
                "check", ShellText.words(program.check()),
                "config", ShellText.word(program.config()));
    }

    /** OpenRC gives the two values to {@code eval}, and so they are quoted twice. */
    static Map<String, String> openrc(Program program) {
        List<String> run = program.run();
        return Map.of(
                "command", ShellText.word(ShellText.word(run.get(0))),
                "arguments", ShellText.word(ShellText.words(run.subList(1, run.size()))),
                "check", ShellText.words(program.check()),
                "config", ShellText.word(program.config()));
    }

    static Map<String, String> supervisor(Program program) {
        return Map.of("run", SupervisorText.command(program.run()));
    }

    static Map<String, String> cron(Program program) {
        return Map.of("once", ShellText.cron(program.once()));
    }

    static Map<String, String> docker(Program program) {
        refuseRoots(program);
        return Map.of(
                "program", ShellText.word(DockerText.mount(Program.directory(program.jar()), PROGRAM, false)),
                "configuration", ShellText.word(DockerText.mount(Program.directory(program.config()), CONFIG, false)),
                "state", ShellText.word(DockerText.mount("/var/lib/ddns", "/var/lib/ddns", true)),
                "run", ShellText.words(inside(program).run()));
    }

    /** The container is shown both directories. */
    private static void refuseRoots(Program program) {
        Program.refuseRoot("--config", program.config());
        Program.refuseRoot("--jar", program.jar());
    }

    static Map<String, String> compose(Program program) {
        refuseRoots(program);
        return Map.of(
                "program", YamlText.textWithoutVariables(Program.directory(program.jar())),
                "configuration", YamlText.textWithoutVariables(Program.directory(program.config())),
                "run", YamlText.list(inside(program).run()));
    }

    static Map<String, String> kubernetes(Program program) {
        // In the cluster the name of the file is ours: keys of secrets have few characters.
        String key = program.config().matches(".*\\.ya?ml") ? "ddns.yaml" : "ddns.json";
        Program pod = new Program(
                "java", PROGRAM + "/app/ddns-agent.jar", CONFIG + "/" + key, Optional.of(PROGRAM + "/bin/ddns"));
        return Map.of(
                "from", ShellText.word("--from-file=" + key + "=" + program.config()), "run", YamlText.list(pod.run()));
    }

    /** Returns the program as it is in the container, where the image has Java. */
    private static Program inside(Program program) {
        return new Program(
                "java", PROGRAM + "/" + Program.name(program.jar()), CONFIG + "/" + Program.name(program.config()));
    }
}
