package io.github.ddnsjava;

import java.util.Locale;

/**
 * What may be done to a record set that is not there, or that others made. The lower-case words are those of
 * configurations. Modes other than {@link #UPSERT} need a provider that can be read.
 */
public enum UpdateMode {
    /** It is created where it is not there, and updated where it is. The default. */
    UPSERT,
    /** It is only updated: where nothing of ours stands, nothing is created. */
    UPDATE_ONLY,
    /**
     * Only what we created is updated: where somebody else's value stands, it is left alone, and none is put beside it.
     */
    CREATE_ONLY;

    /** Returns the word of configurations and messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
