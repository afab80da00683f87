package io.github.ddnsjava.examples.agent.importing;

import java.util.Optional;
import java.util.Set;

/** The settings of ddclient that belong to no account: they are carried over, noted, or have no meaning here. Stateless. */
final class DdclientSettings {
    /** What has no meaning here, or is done in another way. */
    static final Set<String> IGNORED = Set.of(
            "syslog",
            "facility",
            "priority",
            "pid",
            "cache",
            "quiet",
            "verbose",
            "debug",
            "foreground",
            "exec",
            "file",
            "retry",
            "force",
            "timeout",
            "query",
            "test",
            "help",
            "version",
            "static",
            "custom",
            "quietreply",
            "ssl-validate",
            "web-ssl-validate",
            "max-warn",
            "min-error-interval",
            "use-personal-access-token");

    private static final Set<String> USED = Set.of(
            "protocol",
            "server",
            "script",
            "ssl",
            "zone",
            "ttl",
            "daemon",
            "max-interval",
            "min-interval",
            "use",
            "usev4",
            "usev6",
            "ipv6",
            "root-domain");

    private DdclientSettings() {}

    /** Tells what cannot be carried over of one setting, and carries over what is for all hosts. */
    static void tell(Draft draft, String place, String name, String value) {
        if (name.equals("daemon")) {
            draft.setTime(place, name, value, "schedule", "every");
        } else if (Set.of("postscript", "proxy", "mail", "mail-failure", "mail-from")
                .contains(name)) {
            if (name.equals("postscript")) {
                draft.program(place, name, value);
            } else {
                draft.left(
                        place,
                        name,
                        name.equals("proxy")
                                ? "a configuration has no setting for a proxy"
                                : "docs/notifications.md tells how to send mail");
            }
        } else if (Set.of("wildcard", "mx", "backupmx").contains(name)) {
            if (!Texts.flag(value).equals(Optional.of(false))) {
                draft.left(place, name, "no provider has it. For a wildcard, add a record with the name *.NAME");
            }
        } else if (name.equals("ssl") && Texts.flag(value).equals(Optional.of(false))) {
            draft.note(
                    place, "ssl=no is not carried over: HTTPS is used. Whether the service has it is yours to check");
        } else if (!USED.contains(name)
                && !IGNORED.contains(name)
                && !name.endsWith("_env")
                && !Ddclient.CREDENTIALS.contains(name)
                && !DdclientDetection.SETTINGS.contains(name)) {
            draft.left(place, Texts.shown(name), "it has no counterpart");
        }
    }
}
