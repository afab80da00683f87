package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.log.LogSettings;
import io.github.ddnsjava.examples.agent.service.ServiceKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Answers go to standard output, logs to standard error or to a file.
 */
@Command(
        description = "Keeps DNS names pointing at an address that moves.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = DdnsAgent.Version.class,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the verb did it; run, once and status: every record is in sync",
            "1:it failed, or its answer could not be written; run, once and status: some record is not in sync",
            "2:the command line or the configuration is wrong, or a newer version wrote the state",
            "3:memory ran out, or a cycle of run did not end; start it again",
            "143:run was ended by SIGTERM (130 by SIGINT), in good order"
        })
public final class DdnsAgent {
    /** Begins to log. */
    @FunctionalInterface
    public interface Log {
        /**
         * Begins to log as the settings say.
         *
         * @throws IOException if the file of the log cannot be written
         */
        void begin(LogSettings settings) throws IOException;
    }

    /** In the order of the usage. The class of a verb has its name and the word Verb, by which {@link #line} finds it. */
    static final List<Class<?>> VERBS = List.of(
            RunVerb.class,
            OnceVerb.class,
            StatusVerb.class,
            TriggerVerb.class,
            PauseVerb.class,
            ResumeVerb.class,
            ReloadVerb.class,
            PlanVerb.class,
            CheckVerb.class,
            DetectVerb.class,
            ProvidersVerb.class,
            EncryptVerb.class,
            SchemaVerb.class,
            InitVerb.class,
            PrepareVerb.class,
            ServiceVerb.class,
            ImportVerb.class);

    @Mixin
    private final WithPlugins plugins = new WithPlugins();

    @Mixin
    final LogOptions logs = new LogOptions();

    @Mixin
    private final LastGoodOption lastGood = new LastGoodOption();

    DdnsAgent() {}

    /** Returns the plug-ins that the verb has. */
    WithPlugins plugins() {
        return plugins;
    }

    /** Returns whether a former configuration may be used. */
    LastGoodOption lastGood() {
        return lastGood;
    }

    /** Prints the version that the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DdnsAgent.class.getPackage().getImplementationVersion();
            return new String[] {"ddns-agent " + (version == null ? "(unpackaged)" : version)};
        }
    }

    /**
     * Runs the program.
     *
     * @param log begins to log, before anything else happens
     * @param out where answers go
     * @param err where the usage goes
     * @param args the command line
     * @return the exit status
     */
    public static int execute(Log log, PrintWriter out, PrintWriter err, String... args) {
        Output output = new Output(out, err, Arrays.asList(args).contains("--json"));
        int status;
        try {
            Optional<PlainLine> plain = PlainLine.of(System.getenv(LogOptions.VARIABLE), args);
            status = plain.isPresent() ? execute(plain.get(), log, output) : executeAny(log, out, err, output, args);
        } catch (Exception | Error e) { // picocli catches no errors
            status = failed(e, output);
        }
        return written(status, out, err);
    }

    private static int execute(PlainLine line, Log log, Output output) throws IOException, InterruptedException {
        log.begin(line.log());
        return line.execute(output);
    }

    private static int executeAny(Log log, PrintWriter out, PrintWriter err, Output output, String... args) {
        DdnsAgent main = new DdnsAgent();
        return line(main, args)
                .setCommandName(OwnProgram.command())
                .setExecutionStrategy(parsed -> {
                    main.begin(log, parsed.commandSpec().commandLine());
                    main.lastGood.check(verb(parsed));
                    return main.plugins.execute(parsed);
                })
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, given) -> WrongLine.refused(e, Arrays.asList(given)))
                .setExecutionExceptionHandler((e, line, parsed) -> failed(e, output))
                .execute(args);
    }

    private static int failed(Throwable e, Output output) {
        MemoryGuard.on(e);
        if (e instanceof InvalidPathException path) {
            return output.refused("", GivenPath.wrong(path), "");
        }
        LoggerFactory.getLogger(DdnsAgent.class)
                .error("ddns-agent failed unexpectedly; this is a defect, please report it: {}", e.toString(), e);
        return output.defect(e);
    }

    /** Returns the parser. It knows only the first argument if that is a verb: picocli reads annotations slowly. */
    static CommandLine line(DdnsAgent main, String... args) {
        String first = args.length == 0 ? "" : args[0] + "verb";
        List<Class<?>> named = VERBS.stream()
                .filter(verb -> verb.getSimpleName().toLowerCase(Locale.ROOT).equals(first))
                .toList();
        CommandLine line = new CommandLine(main);
        (named.isEmpty() ? VERBS : named).forEach(line::addSubcommand);
        return line.registerConverter(Path.class, GivenPath::argument)
                .registerConverter(ServiceKind.class, DdnsAgent::kind);
    }

    /** Whoever reads the exit status alone must not take a part of an answer for the whole. A writer keeps quiet about it. */
    private static int written(int status, PrintWriter out, PrintWriter err) {
        if (!out.checkError()) {
            return status;
        }
        err.println(
                "The answer is not complete, because standard output cannot be written: it is full, or its reader has"
                        + " closed it. Write to a place that has room.");
        err.flush();
        return status == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : status;
    }

    private void begin(Log log, CommandLine line) {
        LogSettings settings = logs.settings(line, System.getenv(LogOptions.VARIABLE));
        try {
            log.begin(settings);
        } catch (IOException e) {
            throw new CommandLine.ParameterException(
                    line,
                    "--log-file: " + settings.file().orElseThrow() + " cannot be written (" + e
                            + "); name a file in a directory that this user can write");
        }
    }

    private static CommandLine verb(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult inner = parsed;
        while (inner.hasSubcommand()) {
            inner = inner.subcommand();
        }
        return inner.commandSpec().commandLine();
    }

    private static ServiceKind kind(String text) {
        return ServiceKind.named(text)
                .orElseThrow(() -> new CommandLine.TypeConversionException("there is no kind \"" + text + "\""));
    }
}
