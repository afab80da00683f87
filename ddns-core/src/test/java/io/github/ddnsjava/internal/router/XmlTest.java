package io.github.ddnsjava.internal.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("promise-22")
class XmlTest {
    @Test
    void findsElementsByNameWhateverTheirPrefix() throws IOException {
        Xml document = Xml.parse(
                "\r\n<?xml version='1.0' encoding='utf-8'?><a:r xmlns:a='u'><b> x </b><c><a:b>y</a:b></c></a:r>");

        assertThat(document.text("b")).contains("x");
        assertThat(document.all("b")).hasSize(2);
        assertThat(document.text("z")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r><r/>",
                "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/x'><r/>",
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><r>&x;</r>",
                "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r>&b;</r>",
                "<!DOCTYPE r [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'> %x;]><r/>"
            })
    void refusesADocumentType(String document) {
        assertThatThrownBy(() -> Xml.parse(document))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("document type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "<r>", "<r></s>", "<r>&x;</r>", "<r/><r/>", "<r>\u0001</r>", "<r a='1' a='2'/>"})
    void refusesWhatIsNotWellFormed(String document) {
        assertThatThrownBy(() -> Xml.parse(document))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the router's XML");
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThatThrownBy(() -> Xml.parse("<r>".repeat(100) + "</r>".repeat(100)))
                .hasMessage("the router's XML is nested too deeply");
    }
}
