package io.github.ddnsjava.examples.agent.command;

import picocli.CommandLine.Command;

/** The agent as a service. It has verbs of its own, and does nothing itself. */
@Command(
        name = "service",
        subcommands = {
            ServicePrintVerb.class,
            ServiceInstallVerbs.Install.class,
            ServiceInstallVerbs.Uninstall.class,
            ServiceInstallVerbs.Status.class
        },
        synopsisSubcommandLabel = "(print | install | uninstall | status)",
        exitCodeList = {"0:it was done", "1:it failed", "2:the command line is wrong"},
        description =
                "Have the agent run by a service manager: systemd, Windows services and tasks, launchd, containers and others.")
final class ServiceVerb {}
