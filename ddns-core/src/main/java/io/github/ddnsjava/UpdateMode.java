package io.github.ddnsjava;

import java.util.Locale;

/**
 * What an updater may do if a record set does not exist, or if others created it. The lower-case words are those of
 * configurations. Modes other than {@link #UPSERT} need a provider that can be read.
 */
public enum UpdateMode {
    /** The record set is created if it does not exist, and updated if it exists. This is the default. */
    UPSERT,
    /** The record set is only updated. If it has no value of ours, nothing is created. */
    UPDATE_ONLY,
    /**
     * The record set is created, and updated only if we created it. If others have a value there, that value is left
     * alone and none is added.
     */
    CREATE_ONLY;

    /** Returns the word that configurations and messages use. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
