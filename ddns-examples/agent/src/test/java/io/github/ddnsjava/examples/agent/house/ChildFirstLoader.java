package io.github.ddnsjava.examples.agent.house;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Predicate;

/** Defines classes of this class path anew, as containers do for their plug-ins; the others are the parent's. */
final class ChildFirstLoader extends URLClassLoader {
    private final Predicate<String> own;

    private ChildFirstLoader(URL[] path, Predicate<String> own) {
        super("plugin", path, ChildFirstLoader.class.getClassLoader());
        this.own = own;
    }

    static ChildFirstLoader of(Predicate<String> own) throws IOException {
        List<URL> path = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(each).toUri().toURL());
        }
        return new ChildFirstLoader(path.toArray(URL[]::new), own);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (findLoadedClass(name) == null && own.test(name)) {
                try {
                    return findClass(name);
                } catch (ClassNotFoundException e) {
                    // The JDK's, which only the parent has.
                }
            }
            return super.loadClass(name, resolve);
        }
    }

    /** The parent has the same files, and would show each service twice. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return findResources(name);
    }
}
