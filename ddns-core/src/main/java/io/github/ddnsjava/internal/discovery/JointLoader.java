package io.github.ddnsjava.internal.discovery;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Shows the classes and resources of several class loaders, which know nothing of each other, beside those of their common
 * parent. Thread-safe.
 */
public final class JointLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final List<? extends ClassLoader> members;

    /**
     * Makes one.
     *
     * @param parent what is asked first; the members have the same
     * @param members are asked in this order
     */
    public JointLoader(ClassLoader parent, List<? extends ClassLoader> members) {
        super(parent);
        this.members = members;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        for (ClassLoader member : members) {
            try {
                return member.loadClass(name);
            } catch (ClassNotFoundException next) {
                // Perhaps another one has it.
            }
        }
        throw new ClassNotFoundException(name);
    }

    /** Only services are looked for across plug-ins. What a plug-in reads, it finds by its own loader. */
    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        List<URL> parents = Collections.list(getParent().getResources(name));
        List<URL> found = new ArrayList<>();
        for (ClassLoader member : members) {
            for (URL url : Collections.list(member.getResources(name))) {
                if (!parents.contains(url)) {
                    found.add(url);
                }
            }
        }
        return Collections.enumeration(found);
    }
}
