/**
 * Strict reading and writing of XML: {@link io.github.ddnsjava.xml.XmlReader} reads what came from outside, and {@link
 * io.github.ddnsjava.xml.XmlWriter} builds the body of a request. There is no document type, no entity besides the five of
 * XML itself, and nothing is ever fetched.
 */
@NullMarked
package io.github.ddnsjava.xml;

import org.jspecify.annotations.NullMarked;
