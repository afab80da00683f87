package io.github.ddnsjava.internal.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells who may write or read a file. Only file systems that have owners and modes as POSIX does are asked for who may write,
 * and those with access control lists, as Windows has them, for who may read, too. Elsewhere nothing is found. Stateless.
 */
public final class FileRights {
    private static final int OTHERS_READ = 04;
    private static final int GROUP_READS = 040;
    /** Groups that have every user of a host as a member on some systems, or nobody in particular. */
    private static final Set<String> EVERYBODY = Set.of("users", "staff", "everyone", "nogroup", "nobody");

    private static final int OTHERS_WRITE = 022;
    private static final int OTHERS_PASS = 011;
    private static final int STICKY = 01000;

    /** Accounts of Windows that read everything anyway, or stand for the owner. Their names are translated. */
    private static final Pattern TRUSTED = Pattern.compile(
            "\\\\?(syst[^\\\\]{2,3}|administr[^\\\\]*|trustedinstaller|creator owner|owner rights)$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private FileRights() {}

    /**
     * Returns why others than root and the user of this process may write or replace a regular file, with the remedy; empty
     * if none may. Whoever may write its directory may replace it, and whoever may write a
     * directory further up may replace that one.
     */
    public static Optional<String> othersMayWrite(Path file) {
        try {
            if (!Files.isRegularFile(file)
                    || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
                return Optional.empty();
            }
            Path real = file.toRealPath();
            if (Files.getFileStore(real).isReadOnly()) {
                return Optional.empty();
            }
            Path link = file.toAbsolutePath().normalize();
            Optional<String> found = file(real).or(() -> directories(real));
            return link.equals(real) ? found : found.or(() -> directories(link));
        } catch (IOException e) {
            return Optional.empty(); // It was read a moment ago; reading it again tells more.
        }
    }

    /**
     * Returns why others than root and the user of this process may read or write a regular file, or replace it, by the
     * rights of the file and its directory, with the remedy; empty if none may. For reading, the group counts only where
     * this process does not need it to read the file. In a file of root it is how a service reads its secrets, unless
     * everybody is in that group. The owner of the file is not questioned.
     *
     * @param isSecret whether reading counts
     */
    public static Optional<String> othersMayUse(Path file, boolean isSecret) {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            Path real = file.toRealPath();
            Set<String> views = real.getFileSystem().supportedFileAttributeViews();
            if (views.contains("unix")) {
                return usable(real, isSecret);
            }
            @Nullable AclFileAttributeView acl = Files.getFileAttributeView(real, AclFileAttributeView.class);
            return acl == null || !isSecret
                    ? Optional.empty()
                    : reader(acl.getAcl(), acl.getOwner())
                            .map(who ->
                                    real + " may be read by " + who + "; remove that right from its security settings");
        } catch (IOException e) {
            return Optional.empty(); // It was read a moment ago; reading it again tells more.
        }
    }

    private static Optional<String> usable(Path real, boolean isSecret) throws IOException {
        boolean read = isSecret && readers(real) && isPassable(real);
        boolean readOnly = Files.getFileStore(real).isReadOnly();
        boolean written = !readOnly && isWritten(real, passing(real));
        if (read || written) {
            String what = read && written ? "read and written" : read ? "read" : "written";
            return Optional.of(mayBe(real, what, remedy(read, written, isOwn(real))));
        }
        Path directory = real.getParent();
        if (directory == null || readOnly || (mode(directory) & STICKY) != 0) {
            return Optional.empty();
        }
        return isWritten(directory, mode(directory))
                ? Optional.of(mayBe(directory, "written", "chmod go-w FILE"))
                : Optional.empty();
    }

    /**
     * Returns the commands. Without the rights of the group, a service could not read a file of root any more.
     *
     * @param isOwn whether this process, which is not that of root, can read the file as its owner
     */
    static String remedy(boolean read, boolean written, boolean isOwn) {
        if (!read || isOwn) {
            return "chmod go-" + (read ? "r" : "") + (written ? "w" : "") + " FILE";
        }
        return "chgrp GROUP FILE && chmod " + (written ? "g-w,o-rw" : "o-r")
                + " FILE, where GROUP is that of the user who runs this program as a service";
    }

    private static boolean isOwn(Path file) throws IOException {
        Object uid = Files.getAttribute(file, "unix:uid");
        return !isRoot(uid) && isOurs(file, uid);
    }

    private static boolean isRoot(Object uid) {
        return Integer.valueOf(0).equals(uid);
    }

    private static String mayBe(Path path, String what, String remedy) throws IOException {
        return path + " may be " + what + " by others ("
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + "); "
                + remedy.replace("FILE", path.toString());
    }

    private static boolean readers(Path file) throws IOException {
        int mode = mode(file);
        if ((mode & OTHERS_READ) != 0 || (mode & GROUP_READS) == 0) {
            return (mode & OTHERS_READ) != 0;
        }
        Object uid = Files.getAttribute(file, "unix:uid");
        return isRoot(uid) ? isEverybody(file) : isOurs(file, uid);
    }

    private static boolean isEverybody(Path file) throws IOException {
        return EVERYBODY.contains(
                Files.readAttributes(file, PosixFileAttributes.class).group().getName());
    }

    private static boolean isPassable(Path file) throws IOException {
        for (Path directory = file.getParent(); directory != null; directory = directory.getParent()) {
            if ((mode(directory) & OTHERS_PASS) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns who may read by a list of rights, besides the owner, the system and its administrators. */
    static Optional<String> reader(List<AclEntry> entries, UserPrincipal owner) {
        return entries.stream()
                .filter(entry -> entry.type() == AclEntryType.ALLOW
                        && entry.permissions().contains(AclEntryPermission.READ_DATA))
                .map(AclEntry::principal)
                .filter(who -> !who.equals(owner))
                .map(UserPrincipal::getName)
                .filter(name -> !TRUSTED.matcher(name).find())
                .findFirst();
    }

    /**
     * If only the owner may pass through its directory, nobody else can write a file. Whoever passes as one of others may
     * write as one of the file's group, and the other way round, because the groups of the two can differ.
     */
    private static Optional<String> file(Path file) throws IOException {
        return othersMayWrite(file, passing(file));
    }

    private static int passing(Path file) throws IOException {
        Path directory = file.getParent();
        return directory == null || (mode(directory) & OTHERS_PASS) != 0 ? OTHERS_PASS : 0;
    }

    private static boolean isWritten(Path path, int passing) throws IOException {
        return (mode(path) & OTHERS_WRITE & (passing & OTHERS_PASS) << 1) != 0;
    }

    /** Whoever may write a directory further up may put another one in the place of those below. */
    private static Optional<String> directories(Path of) {
        return Stream.iterate(of, path -> path.getParent() != null, Path::getParent)
                .flatMap(path -> directory(path).stream())
                .findFirst();
    }

    private static Optional<String> directory(Path of) {
        Path directory = of.getParent();
        try {
            if (directory == null) {
                return Optional.empty();
            }
            boolean onlyOwners = (mode(directory) & STICKY) != 0; // may replace what is in it
            return othersMayWrite(directory, onlyOwners ? 0 : mode(directory));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode");
    }

    private static Optional<String> othersMayWrite(Path path, int passing) throws IOException {
        Object uid = Files.getAttribute(path, "unix:uid");
        if (!isRoot(uid) && !isOurs(path, uid)) {
            return Optional.of(path + " belongs to another user, " + Files.getOwner(path)
                    + "; make root or the user of this process its owner (chown)");
        }
        return isWritten(path, passing) ? Optional.of(mayBe(path, "written", "chmod go-w FILE")) : Optional.empty();
    }

    /** The folder of a process that may not be inspected belongs to root, so its owner is not all that counts. */
    private static boolean isOurs(Path path, Object uid) throws IOException {
        Path process = Path.of("/proc/self");
        return Files.exists(process) && Files.getAttribute(process, "unix:uid").equals(uid)
                || Files.getOwner(path).getName().equals(System.getProperty("user.name"));
    }
}
