package io.ambientprober.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build, and where its documentation is; both are set in pom.xml. */
public final class ThisRelease {
    private static final String ADDRESS = "documentation.address";

    private ThisRelease() {}

    /** For example {@code 0.1.0}; {@code development} when run from classes that were not packed. */
    public static String version() {
        String version = ThisRelease.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * Where a document of this version is, for people: a URL, or its path in the release where the project has no address.
     *
     * @param name of a file in {@code docs}, for example {@code rights.md}
     */
    public static String document(String name) {
        return document(name, "");
    }

    /**
     * The same of one heading in it.
     *
     * @param heading its anchor, without {@code #}
     */
    public static String document(String name, String heading) {
        return document(address(), name, heading);
    }

    /** A path names no heading: without a link to follow, the reader searches the page for the word. */
    static String document(String address, String name, String heading) {
        if (address.isEmpty()) {
            return "docs/" + name + " of ambient-prober " + version();
        }
        return address + "/docs/" + name + (heading.isEmpty() ? "" : "#" + heading);
    }

    private static String address() {
        try (InputStream address = ThisRelease.class.getResourceAsStream(ADDRESS)) {
            if (address == null) {
                throw new IllegalStateException(ADDRESS + " is missing from this build");
            }
            return new String(address.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
