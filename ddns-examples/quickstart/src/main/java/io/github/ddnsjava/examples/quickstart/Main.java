package io.github.ddnsjava.examples.quickstart;

/** Placeholder. */
public final class Main {
    private Main() {}

    /**
     * Runs it.
     *
     * @param args not used
     */
    public static void main(String[] args) {
        PlaceholderMain.run();
        System.exit(Integer.getInteger("placeholder.exit", 0));
    }
}
