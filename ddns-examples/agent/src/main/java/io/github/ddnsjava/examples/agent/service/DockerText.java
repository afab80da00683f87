package io.github.ddnsjava.examples.agent.service;

/** Values of the option {@code --mount} of Docker and Podman, which are lines of CSV. Stateless. */
final class DockerText {
    private DockerText() {}

    /** Returns the option that shows a directory of the host in the container. */
    static String mount(String source, String target, boolean writable) {
        String from = "source=" + source;
        boolean plain = from.chars().noneMatch(c -> c == ',' || c == '"');
        String field = plain ? from : '"' + from.replace("\"", "\"\"") + '"';
        return "--mount=type=bind," + field + ",target=" + target + (writable ? "" : ",readonly");
    }
}
