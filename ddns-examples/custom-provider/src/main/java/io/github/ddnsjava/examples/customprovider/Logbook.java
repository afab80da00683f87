package io.github.ddnsjava.examples.customprovider;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.notify.Message;
import io.github.ddnsjava.notify.NotificationListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes into a file what happens, a line for each thing. Thread-safe. */
public final class Logbook extends NotificationListener {
    /** The setting that names the file. */
    static final SettingSpec FILE =
            SettingSpec.required("file", "the file that gets the lines").as(SettingType.file());

    private final Path file;

    Logbook(String type, Settings settings, ListenerContext context) {
        super(type, settings, context);
        this.file = settings.file(FILE.name()).orElseThrow();
    }

    @Override
    protected void send(Message message) {
        try {
            Files.writeString(file, message.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw TransientException.notSent("the logbook " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
