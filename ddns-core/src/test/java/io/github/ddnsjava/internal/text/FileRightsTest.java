package io.github.ddnsjava.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access control lists, as Windows has them. */
@Tag("promise-22")
class FileRightsTest {
    private record Who(String getName) implements UserPrincipal {
        @Override
        public String getName() {
            return getName;
        }
    }

    private static final Who OWNER = new Who("PC\\anna");

    private static AclEntry entry(AclEntryType type, String who, AclEntryPermission... permissions) {
        return AclEntry.newBuilder()
                .setType(type)
                .setPrincipal(new Who(who))
                .setPermissions(permissions)
                .build();
    }

    private static AclEntry reads(String who) {
        return entry(AclEntryType.ALLOW, who, AclEntryPermission.READ_DATA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NT AUTHORITY\\SYSTEM",
                "NT-AUTORITÄT\\SYSTEM",
                "AUTORITE NT\\Système",
                "BUILTIN\\Administrators",
                "VORDEFINIERT\\Administratoren",
                "PC\\anna"
            })
    void theOwnerTheSystemAndAdministratorsAreNoOthers(String who) {
        assertThat(FileRights.reader(List.of(reads(who)), OWNER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Everyone", "Jeder", "BUILTIN\\Users", "NT AUTHORITY\\Authenticated Users", "PC\\bob"})
    void whoeverElseMayReadIsNamed(String who) {
        assertThat(FileRights.reader(List.of(reads("NT AUTHORITY\\SYSTEM"), reads(who)), OWNER))
                .contains(who);
    }

    @Test
    void aDenialAndARightToWriteAreNoRightToRead() {
        List<AclEntry> entries = List.of(
                entry(AclEntryType.DENY, "Everyone", AclEntryPermission.READ_DATA),
                entry(AclEntryType.ALLOW, "Everyone", AclEntryPermission.WRITE_DATA));
        assertThat(FileRights.reader(entries, OWNER)).isEmpty();
    }

    @Test
    void theRemedyNeverTakesAFileFromAServiceThatReadsItByItsGroup() {
        assertThat(FileRights.remedy(true, false, true)).isEqualTo("chmod go-r FILE");
        assertThat(FileRights.remedy(true, true, true)).isEqualTo("chmod go-rw FILE");
        assertThat(FileRights.remedy(false, true, false)).isEqualTo("chmod go-w FILE");
        assertThat(FileRights.remedy(true, false, false)).startsWith("chgrp GROUP FILE && chmod o-r FILE, ");
        assertThat(FileRights.remedy(true, true, false)).startsWith("chgrp GROUP FILE && chmod g-w,o-rw FILE, ");
    }
}
