package io.github.ddnsjava.examples.agent.importing;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The programs whose configurations can be imported. */
public enum OtherProgram {
    /** ddclient: a file of lines, ddclient.conf. */
    DDCLIENT("ddclient"),
    /** inadyn: inadyn.conf, of version 1 or 2. */
    INADYN("inadyn"),
    /** ddns-go: its YAML file. */
    DDNS_GO("ddns-go"),
    /** ddns-updater: config.json. */
    DDNS_UPDATER("ddns-updater"),
    /** cloudflare-ddns by favonia: its environment, or the Compose file that has it. */
    CLOUDFLARE_DDNS("cloudflare-ddns");

    private final String id;

    OtherProgram(String id) {
        this.id = id;
    }

    /** Returns the program of an id; empty if there is none. */
    public static Optional<OtherProgram> of(String id) {
        return Arrays.stream(values()).filter(program -> program.id.equals(id)).findFirst();
    }

    /** Returns the ids of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(OtherProgram::toString).toList();
    }

    /**
     * Reads a configuration of the program. Nothing else is read, and nothing is started.
     *
     * @param secretPlace returns our reference to a secret, for a name of small letters, digits and hyphens
     * @throws IOException if the file cannot be read
     * @throws ConfigurationException if the file is larger than 1 MiB, is no text in UTF-8, or is no configuration of the
     *     program; the message quotes nothing of it
     */
    public Imported read(Path file, UnaryOperator<String> secretPlace) throws IOException {
        String text = Texts.read(file);
        return switch (this) {
            case DDCLIENT -> Ddclient.read(text, secretPlace);
            case INADYN -> Inadyn.read(text, secretPlace);
            case DDNS_GO -> DdnsGo.read(text, secretPlace);
            case DDNS_UPDATER -> DdnsUpdater.read(text, secretPlace);
            case CLOUDFLARE_DDNS -> CloudflareDdns.read(text, secretPlace);
        };
    }

    /** Returns the id, as it stands on the command line. */
    @Override
    public String toString() {
        return id;
    }
}
