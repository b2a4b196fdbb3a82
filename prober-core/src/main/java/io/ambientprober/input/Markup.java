package io.ambientprober.input;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A document of elements and texts: XML, and HTML in the form that is well-formed XML too. The only place where text becomes markup: the
 * JDK's writer escapes it, {@link Printable} has made it visible and bounded before.
 */
public final class Markup {
    /** Not the one that a library on the class path may bring. */
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    private Markup() {
        try {
            writer = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
    }

    public static Markup xml() {
        Markup markup = new Markup();
        markup.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return markup;
    }

    public static Markup html() {
        Markup markup = new Markup();
        markup.text.append("<!DOCTYPE html>\n");
        return markup;
    }

    /** What an element holds. */
    public interface Content {
        void write();
    }

    /** Attributes are names and values in turn. */
    public Markup element(String name, Content content, String... attributes) {
        try {
            writer.writeStartElement(name);
            attributes(attributes);
            content.write();
            writer.writeEndElement();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
        return this;
    }

    public Markup element(String name, String content, String... attributes) {
        return element(name, () -> text(content), attributes);
    }

    /** An element that may hold nothing, such as {@code meta}. */
    public Markup empty(String name, String... attributes) {
        try {
            writer.writeEmptyElement(name);
            attributes(attributes);
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
        return this;
    }

    public Markup text(String content) {
        return raw(Printable.of(content));
    }

    /** Text of the program's own, of any length and with its line ends; it is escaped like any other. */
    public Markup raw(String content) {
        try {
            writer.writeCharacters(content);
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
        return this;
    }

    /** Ends a line of the source, for people who read that, and for diffs. */
    public Markup line() {
        return raw("\n");
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            writer.writeAttribute(attributes[i], Printable.of(attributes[i + 1]));
        }
    }

    @Override
    public String toString() {
        try {
            writer.flush();
        } catch (XMLStreamException e) {
            throw impossible(e);
        }
        return text + "\n";
    }

    private static IllegalStateException impossible(XMLStreamException e) {
        return new IllegalStateException("writing to memory cannot fail", e);
    }
}
