package io.ambientprober.report.model;

import io.ambientprober.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What docs/checks.md says of each reason, and docs/causes.md of each cause; the build packs both pages beside this class. */
public final class Explanations {
    static final String REASONS = "checks.md";
    static final String CAUSES = "causes.md";

    private static final String HEADING = "### ";
    private static final Pattern TO_DO = Pattern.compile("\\*\\*What to do\\.\\*\\* (.*?)\n\n", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\((?:#([^)]*)|[^)]*)\\)");

    private final Map<String, String> reasons;
    private final Map<String, String> causes;

    private Explanations(Map<String, String> reasons, Map<String, String> causes) {
        this.reasons = reasons;
        this.causes = causes;
    }

    public static Explanations packed() {
        return new Explanations(sections(packed(REASONS)), sections(packed(CAUSES)));
    }

    private static String packed(String name) {
        try (InputStream page = Explanations.class.getResourceAsStream(name)) {
            if (page == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> sections(String page) {
        Map<String, String> sections = new LinkedHashMap<>();
        String code = null;
        StringBuilder section = new StringBuilder();
        for (String line : page.lines().toList()) {
            if (line.startsWith("#")) {
                put(sections, code, section);
                code = line.startsWith(HEADING) ? line.substring(HEADING.length()) : null;
            } else {
                section.append(line).append('\n');
            }
        }
        put(sections, code, section);
        return sections;
    }

    private static void put(Map<String, String> sections, @Nullable String code, StringBuilder section) {
        if (code != null) {
            sections.put(code, section.toString().strip() + "\n");
        }
        section.setLength(0);
    }

    /** The codes of all reasons, in the order of their page. */
    public List<String> reasons() {
        return List.copyOf(reasons.keySet());
    }

    /** The ids of all causes, in the order of their page. */
    public List<String> causes() {
        return List.copyOf(causes.keySet());
    }

    /** What a page says under the heading of a reason or a cause; null when there is no such heading. */
    public @Nullable String section(String name) {
        return reasons.getOrDefault(name, causes.get(name));
    }

    /** What to do about it, without markup, and what to do about the reasons it refers to; empty where the page says nothing. */
    public String whatToDo(Reason reason) {
        String advice = advice(reason.code());
        StringBuilder all = new StringBuilder(plain(advice));
        LINK.matcher(advice)
                .results()
                .map(link -> link.group(2))
                .filter(reasons::containsKey)
                .distinct()
                .forEach(code -> all.append(" For ").append(code).append(": ").append(plain(advice(code))));
        return all.toString();
    }

    private String advice(String code) {
        Matcher toDo = TO_DO.matcher(reasons.getOrDefault(code, "") + "\n");
        return toDo.find() ? toDo.group(1) : "";
    }

    private static String plain(String markdown) {
        return LINK.matcher(markdown).replaceAll("$1").replace("`", "").replace('\n', ' ');
    }
}
