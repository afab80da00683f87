package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.service.Commands;
import io.github.ddnsjava.examples.agent.service.ServiceInstaller;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The verbs of {@code service} that speak to the service manager of this host. */
final class ServiceInstallVerbs {
    private ServiceInstallVerbs() {}

    /** What they have in common. */
    private abstract static class WithInstaller extends Verb {
        @Override
        public final Integer call() throws InterruptedException {
            Output output = output();
            ServiceInstaller installer = new ServiceInstaller(Path.of("/"), Commands.ofThisHost(), step -> {
                if (!output.isJson()) {
                    output.print(step);
                }
            });
            try {
                String done = act(installer);
                output.answer(Json.object("service", done), done);
                return done.equals("not running") ? ExitStatus.NOT_RUNNING : CommandLine.ExitCode.OK;
            } catch (ConfigurationException e) {
                return output.refused(e);
            } catch (IOException e) {
                return output.failed("service", String.valueOf(e.getMessage()));
            }
        }

        /** Does it, and returns what the service is now. */
        abstract String act(ServiceInstaller installer) throws IOException, InterruptedException;
    }

    /** A service that is made known and started. */
    @Command(
            name = "install",
            exitCodeList = {
                "0:the service is installed and runs",
                "1:a step failed, and those before it were undone",
                "2:the command line is wrong, or the kind is installed by hand"
            },
            description = "Install the service, and start it. Each step is printed before it is done.")
    static final class Install extends WithInstaller {
        @Mixin
        private final ProgramOptions options = new ProgramOptions();

        @Override
        String act(ServiceInstaller installer) throws IOException, InterruptedException {
            installer.install(options.kind(), options.program());
            return "installed";
        }
    }

    /** A service that is stopped and forgotten. */
    @Command(
            name = "uninstall",
            exitCodeList = {
                "0:the service is removed; configuration and state stay",
                "1:a step failed; or a file was edited, and nothing was done",
                "2:the command line is wrong, or the kind is installed by hand"
            },
            description = "Stop the service, and remove it. Configuration and state stay.")
    static final class Uninstall extends WithInstaller {
        @Mixin
        private final ServiceOptions options = new ServiceOptions();

        @Option(names = "--force", description = "Also delete files of the definition that somebody edited.")
        private boolean force;

        @Override
        String act(ServiceInstaller installer) throws IOException, InterruptedException {
            installer.uninstall(options.kind(), options.jar(), force);
            return "removed";
        }
    }

    /** Whether a service runs. */
    @Command(
            name = "status",
            exitCodeList = {
                "0:the service runs; of a timer or a task: it is active",
                "1:the service manager cannot be asked",
                "2:the command line is wrong, or the kind is installed by hand",
                "3:the service does not run"
            },
            description = "Ask the service manager whether the service runs.")
    static final class Status extends WithInstaller {
        @Mixin
        private final ServiceOptions options = new ServiceOptions();

        @Override
        String act(ServiceInstaller installer) throws IOException, InterruptedException {
            return installer.isRunning(options.kind(), options.jar()) ? "running" : "not running";
        }
    }
}
