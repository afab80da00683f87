package io.github.ddnsjava.publish.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.DnsName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendors write names relative to the zone or whole, and mean the same ones. */
class NameFormTest {
    private static final DnsName ZONE = DnsName.of("example.com");

    @ParameterizedTest
    @CsvSource({
        "home.example.com,     home, home.example.com",
        "a.b.example.com,      a.b,  a.b.example.com",
        "*.example.com,        *,    *.example.com",
        "example.com.example.com, example.com, example.com.example.com",
        "xn--bcher-kva.example.com, xn--bcher-kva, xn--bcher-kva.example.com",
    })
    void aNameIsWrittenInEachForm(String name, String relative, String whole) {
        assertThat(NameForm.RELATIVE_AT.write(DnsName.of(name), ZONE)).isEqualTo(relative);
        assertThat(NameForm.RELATIVE_EMPTY.write(DnsName.of(name), ZONE)).isEqualTo(relative);
        assertThat(NameForm.FULL.write(DnsName.of(name), ZONE)).isEqualTo(whole);
        assertThat(NameForm.FULL_DOT.write(DnsName.of(name), ZONE)).isEqualTo(whole + ".");
    }

    @Test
    void theApexHasAFormOfItsOwn() {
        assertThat(NameForm.RELATIVE_AT.write(ZONE, ZONE)).isEqualTo("@");
        assertThat(NameForm.RELATIVE_EMPTY.write(ZONE, ZONE)).isEmpty();
        assertThat(NameForm.FULL.write(ZONE, ZONE)).isEqualTo("example.com");
        assertThat(NameForm.FULL_DOT.write(ZONE, ZONE)).isEqualTo("example.com.");
    }

    @ParameterizedTest
    @EnumSource(NameForm.class)
    void whatIsWrittenCanBeRead(NameForm form) {
        for (String text : new String[] {
            "example.com", "home.example.com", "*.home.example.com", "example.com.example.com", "a.b.c.example.com"
        }) {
            DnsName name = DnsName.of(text);
            assertThat(form.read(form.write(name, ZONE), ZONE)).contains(name);
        }
        for (String apex : new String[] {"", "@", "."}) {
            assertThat(form.read(apex, ZONE)).contains(ZONE);
        }
    }

    @Test
    void whatEndsWithADotIsAWholeNameInEachForm() {
        for (NameForm form : NameForm.values()) {
            assertThat(form.read("home.example.com.", ZONE)).contains(DnsName.of("home.example.com"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a..b", "..", "-", "a@b"})
    void whatIsNoHostNameIsEmpty(String text) {
        for (NameForm form : NameForm.values()) {
            assertThat(form.read(text, ZONE)).isEmpty();
        }
    }
}
